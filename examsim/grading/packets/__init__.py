"""Packets for people who grade: made, read back, and turned into grades."""
