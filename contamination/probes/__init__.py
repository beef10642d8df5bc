"""Tests of a model's own behaviour, as pure statistics: from what it said to what that shows, and what it would have.

Over 15 files: one for each test, and for what each of them needs first; no test knows another.
"""
