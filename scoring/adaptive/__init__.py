"""Adaptive exams: which second module the answers to the first lead to, and what of that must be told."""
