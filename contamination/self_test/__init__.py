"""Known positives put into the user's own corpus: recall by kind of change, false positives."""
