"""Exam and form folders on the disk: found, read, written whole or not at all.

More than fifteen files: one for each kind of file that an exam or a form is made of, and how each is read and written.
"""
