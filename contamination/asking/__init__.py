"""Questions put to an index: which pieces of them, in which spellings, and what that brings to light."""
