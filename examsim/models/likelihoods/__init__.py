"""Likelihoods: how probable a model finds a given text, or each letter; a second way to ask beside completions."""
