"""A report's evidence in one file, and the check that every number in it follows from the rest."""
