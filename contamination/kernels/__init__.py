"""Compiled inner loops (numba) and the indexes they walk: n-grams, words, seeds, chains, MinHash."""
