"""Is what a program gave what was expected? Texts of stdin problems, values of functions."""

from __future__ import annotations

import math
from typing import Any

from exams.program import Comparison


def same_text(given: str, expected: str, how: Comparison, tolerance: float) -> bool:
    """exact: line by line without trailing space; tokens: word by word; floats: numbers within the tolerance."""
    if how == "exact":
        return _lines(given) == _lines(expected)
    mine, theirs = given.split(), expected.split()
    if how == "tokens":
        return mine == theirs
    return len(mine) == len(theirs) and all(_same_word(a, b, tolerance) for a, b in zip(mine, theirs, strict=True))


def same_value(given: Any, expected: Any, how: Comparison, tolerance: float) -> bool:
    """exact: equal and of the same types; tokens: equal, a tuple like a list; floats: numbers within the tolerance."""
    if isinstance(given, tuple):
        given = list(given)
    if isinstance(expected, list):
        if not isinstance(given, list) or len(given) != len(expected):
            return False
        return all(same_value(g, e, how, tolerance) for g, e in zip(given, expected, strict=True))
    if isinstance(expected, dict):
        if not isinstance(given, dict) or given.keys() != expected.keys():
            return False
        return all(same_value(given[k], expected[k], how, tolerance) for k in expected)
    if how == "floats" and _is_number(given) and _is_number(expected):
        return _close(given, expected, tolerance)
    if how == "exact" and type(given) is not type(expected):
        return False
    return bool(given == expected)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]


def _same_word(given: str, expected: str, tolerance: float) -> bool:
    if given == expected:
        return True
    try:
        return _close(float(given), float(expected), tolerance)
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _close(given: float, expected: float, tolerance: float) -> bool:
    try:
        return math.isclose(given, expected, rel_tol=tolerance, abs_tol=tolerance)
    except OverflowError:  # an int beyond any float
        return given == expected
