"""What is done with a finished run: resolve its grades, score it, report it, compare it. No model is called.

More than fifteen files: each command that reads finished runs has one that computes and prints for it.
"""
