"""A run: a model sits an exam, its answers are graded, scored and reported, and everything is in one folder.

Over 15 files: one for each step of a run, from the choice of questions to what is printed.
"""
