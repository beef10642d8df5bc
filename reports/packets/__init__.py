"""Grading packets for people: one offline page an answer set, and the sheets that come back."""
