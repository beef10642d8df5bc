"""The exams that ship: one folder of data each."""
