"""Which field of a record is which part of a question, by its name and by what it holds."""
