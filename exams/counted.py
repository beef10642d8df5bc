"""A number with its noun: "1 question", "2 questions", "1,204 replies were"."""

from __future__ import annotations


def counted(number: float, one: str, many: str = "") -> str:
    """'1 question', '2 questions', '0 questions'; `many` where it is not `one` with an s: counted(n, 'is', 'are')."""
    shown = f"{number:,}" if isinstance(number, int) else f"{number:,g}"
    return f"{shown} {agree(number, one, many)}"


def agree(number: float, one: str, many: str = "") -> str:
    """The word alone, as the number asks for it: 'was' or 'were', 'question' or 'questions'."""
    return one if number == 1 else many or f"{one}s"
