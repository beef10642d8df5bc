"""The score and the audit as 80-column tables for a terminal."""
