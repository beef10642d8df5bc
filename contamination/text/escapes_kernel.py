"""`escapes.py` compiled: each function gives (end or 0, code point) of what is written at `at`."""

# numba infers machine types of its own, which mypy cannot follow:
# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated, no-any-return"

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

_BACKSLASH, _PERCENT, _U = (ord(c) for c in "\\%u")


@njit(inline="always")
def _digit(byte: int) -> int:
    value = np.intp(byte)
    if 48 <= value <= 57:
        return value - 48
    if 97 <= (value | 32) <= 102:
        return (value | 32) - 87
    return -1


@njit(cache=True, nogil=True)
def _unit(data: Any, at: int, end: int) -> int:
    if at + 6 > end or data[at] != _BACKSLASH or data[at + 1] != _U:
        return -1
    code = 0
    for k in range(2, 6):
        digit = _digit(data[at + k])
        if digit < 0:
            return -1
        code = code * 16 + digit
    return code


@njit(cache=True, nogil=True)
def escape_at(data: Any, at: int, end: int) -> tuple[int, int]:
    """Of `\\uXXXX` or a surrogate pair of two."""
    high = _unit(data, at, end)
    if high < 0 or 0xDC00 <= high < 0xE000:
        return 0, -1
    if high < 0xD800 or high >= 0xE000:
        return at + 6, high
    low = _unit(data, at + 6, end)
    if low < 0xDC00 or low >= 0xE000:
        return 0, -1
    return at + 12, 0x10000 + ((high - 0xD800) << 10) + low - 0xDC00


@njit(cache=True, nogil=True)
def _byte(data: Any, at: int, end: int) -> int:
    if at + 3 > end or data[at] != _PERCENT:
        return -1
    high, low = _digit(data[at + 1]), _digit(data[at + 2])
    return -1 if high < 0 or low < 0 else high * 16 + low


@njit(cache=True, nogil=True)
def percent_at(data: Any, at: int, end: int) -> tuple[int, int]:
    """Of UTF-8 written as `%XX` (well-formed as in Unicode's table 3-7)."""
    first = _byte(data, at, end)
    if first < 0 or 0x80 <= first < 0xC2 or first > 0xF4:
        return 0, -1
    if first < 0x80:
        alphanumeric = 48 <= first <= 57 or 97 <= (first | 32) <= 122
        return (0, -1) if alphanumeric else (at + 3, first)
    size = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    code = first & (0xFF >> (size + 1))
    for k in range(1, size):
        byte = _byte(data, at + 3 * k, end)
        if byte < 0x80 or byte > 0xBF:
            return 0, -1
        code = code << 6 | (byte & 0x3F)
    if (size == 3 and (code < 0x800 or 0xD800 <= code < 0xE000)) or (size == 4 and not 0x10000 <= code < 0x110000):
        return 0, -1
    return at + 3 * size, code
