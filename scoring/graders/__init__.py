"""Grades by several graders: agreement, resolution into the one that counts, unsupported points."""
