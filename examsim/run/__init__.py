"""A run: a model sits an exam, its answers are graded, scored and reported, and everything is in one folder."""
