"""The steps from finished records on, and what a single command prints of them.

More than fifteen files: each command that reads finished runs has one that computes and prints for it.
"""
