"""Numbers as the text of a program's input, and back."""

from __future__ import annotations


def numbers(text):
    return list(map(int, text.split()))


def line(*values):
    return " ".join(str(v) for v in values) + "\n"
