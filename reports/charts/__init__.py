"""Charts: the data behind each and how it is drawn; more files than most wings, a file for each picture's own idea."""
