"""Tasks of other evaluation harnesses, as far as they are data and not code."""
