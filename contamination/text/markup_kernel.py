"""`markup.py` compiled: where a tag, a character reference, a link target or a hyphen at a line's end stops.

Each function gives the place after the construct that begins at `at`, 0 if none does.
"""

# numba infers machine types of its own, which mypy cannot follow, and compiles `==` chains better than `in`:
# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated, no-any-return"
# ruff: noqa: SIM109

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, types

from contamination.corpora.json_lines.vector import inlined
from contamination.kernels.machine import tag_marks32, trailing_zeros
from contamination.text.normal_table import NAME_SLOTS

_LT, _GT, _BANG, _SLASH, _EQUALS, _HASH = (ord(c) for c in "<>!/=#")
_OPEN_ROUND, _CLOSE_ROUND, _COLON, _DOT, _SEMICOLON, _HYPHEN = (ord(c) for c in "():.;-")
_AMPERSAND = ord("&")
_SPACE, _TAB, _RETURN, _NEWLINE = (ord(c) for c in " \t\r\n")
_ONE, _LOW = np.uint64(1), np.uint64(0xFFFFFFFF)
_FNV, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)


@njit(inline="always")
def _letter(byte: int) -> bool:
    return 97 <= (byte | 32) <= 122


@njit(inline="always")
def _digit(byte: int) -> bool:
    return 48 <= byte <= 57


@njit(inline="always")
def _name(byte: int) -> bool:
    return _letter(byte) or _digit(byte) or byte == _HYPHEN or byte == _COLON


@njit(inline="always")
def _space(byte: int) -> bool:
    return byte == _SPACE or byte == _TAB or byte == _RETURN or byte == _NEWLINE


@inlined
def _closing(data: Any, i: int, end: int, equals: bool) -> int:
    """Place after the `>` that closes a tag, 0 if there is none or, with `equals` False, no `=` before it."""
    while i < end:
        seen = tag_marks32(data, i) if i + 32 <= end else _tag_mark(data[i])
        width = 32 if i + 32 <= end else 1
        marks = seen & _LOW
        if marks == 0:
            equals |= seen != 0
            i += width
            continue
        ahead = trailing_zeros(marks)
        equals |= (seen >> np.uint64(32)) & ((_ONE << ahead) - _ONE) != 0
        i += types.intp(ahead)
        byte = data[i]
        if byte == _GT:
            return i + 1 if equals else 0
        if byte == _LT or data[i - 1] == _NEWLINE:
            return 0
        i += 1
    return 0


@inlined
def _tag_mark(byte: int) -> Any:
    """`tag_marks32` of one byte."""
    if byte == _EQUALS:
        return _ONE << np.uint64(32)
    return np.uint64(byte == _GT or byte == _LT or byte == _NEWLINE)


@inlined
def tag_end(data: Any, at: int, end: int) -> int:
    """Of the tag, comment or declaration whose `<` is at `at`."""
    i = at + 1
    if i < end and data[i] == _BANG:
        return _closing(data, i, end, True)
    closes = i < end and data[i] == _SLASH
    if closes:
        i += 1
    if i >= end or not _letter(data[i]):
        return 0
    while i < end and _name(data[i]):
        i += 1
    name_end = i
    while i < end and _space(data[i]):
        i += 1
    if i < end and data[i] == _GT:
        return i + 1
    if i + 1 < end and data[i] == _SLASH and data[i + 1] == _GT:
        return i + 2
    if closes or i == name_end:
        return 0
    return _closing(data, name_end, end, False)


@njit(cache=True, nogil=True)
def reference_at(data: Any, at: int, end: int, names: Any, named: Any) -> tuple[int, int, int]:
    """(end or 0, code point, second code point or -1)."""
    start = at + 1
    while start + 4 <= end and _is_amp(data, start):
        start += 4
    stop, code, second = _reference(data, start, end, names, named)
    if stop == 0 and start > at + 1:
        return at + 5, _AMPERSAND, -1
    return stop, code, second


@njit(inline="always")
def _is_amp(data: Any, i: int) -> bool:
    return data[i] == 97 and data[i + 1] == 109 and data[i + 2] == 112 and data[i + 3] == _SEMICOLON


@njit(cache=True, nogil=True)
def _reference(data: Any, start: int, end: int, names: Any, named: Any) -> tuple[int, int, int]:
    """Of the reference whose name begins at `start`."""
    i = start
    if i < end and data[i] == _HASH:
        return _numbered(data, i + 1, end)
    key = _FNV
    while i < end and _name(data[i]) and i - start < 63:
        key = (key ^ np.uint64(data[i])) * _PRIME
        i += 1
    if i == start or i >= end or data[i] != _SEMICOLON:
        return 0, 0, -1
    slot = np.intp(key % np.uint64(NAME_SLOTS))
    while names[slot] != 0:
        if names[slot] == key:
            return i + 1, np.intp(named[slot, 0]), np.intp(named[slot, 1])
        slot = (slot + 1) % NAME_SLOTS
    return 0, 0, -1


@njit(cache=True, nogil=True)
def _numbered(data: Any, i: int, end: int) -> tuple[int, int, int]:
    hexadecimal = i < end and (data[i] | 32) == 120
    if hexadecimal:
        i += 1
    start, code = i, 0
    while i < end and i - start < 7:
        byte = np.intp(data[i])
        if _digit(byte):
            value = byte - 48
        elif hexadecimal and 97 <= (byte | 32) <= 102:
            value = (byte | 32) - 87
        else:
            break
        code = code * (16 if hexadecimal else 10) + value
        i += 1
    if i == start or i >= end or data[i] != _SEMICOLON or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return 0, 0, -1
    return i + 1, code, -1


@njit(cache=True, nogil=True)
def link_target_end(data: Any, at: int, end: int) -> int:
    """Of the target of a Markdown link whose `]` is at `at`."""
    i = at + 2
    if i > end or data[at + 1] != _OPEN_ROUND:
        return 0
    address = False
    while i < end and data[i] > _SPACE and data[i] != _OPEN_ROUND and data[i] != _CLOSE_ROUND and data[i] != _LT:
        byte = data[i]
        address |= byte == _SLASH or byte == _DOT or byte == _COLON or byte == _HASH
        i += 1
    return i + 1 if address and i < end and data[i] == _CLOSE_ROUND else 0


@njit(cache=True, nogil=True)
def line_end_hyphen(data: Any, i: int, end: int) -> int:
    """Of the line end, with the space around it, that follows a hyphen which ends before `i`."""
    while i < end and _space(data[i]) and data[i] != _NEWLINE:
        i += 1
    if i >= end or data[i] != _NEWLINE:
        return 0
    i += 1
    while i < end and _space(data[i]) and data[i] != _NEWLINE:
        i += 1
    return i
