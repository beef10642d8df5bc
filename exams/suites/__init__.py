"""Suites: named lists of exams."""
