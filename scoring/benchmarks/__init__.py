"""Benchmarks: the score without questions known to be faulty, and what a reader must know of it."""
