"""Charts: what is drawn, how, and into which files."""
