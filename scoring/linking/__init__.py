"""Linking a practice form to the real exam by candidates who sat both (common persons), and carrying the link."""
