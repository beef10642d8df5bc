"""A model asked whether it knows a set: what each probe sends, through the cache, and what comes of it."""
