"""Exam and form folders on the disk: found, read, written whole or not at all."""
