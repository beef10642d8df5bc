"""A finished run as another harness would have logged it."""
