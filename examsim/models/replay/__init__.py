"""Answers recorded before, in a file: whose they are, and a model that says them again."""
