"""What is looked for: items of a form, their query texts, words and substrings, and how each is searched."""
