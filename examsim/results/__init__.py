"""What is done with a finished run: resolve its grades, score it, report it, compare it. No model is called."""
