"""Unescape a JSON string into UTF-8, checking what it holds; the inner loop of `json_kernel`."""

# mypy: disable-error-code="arg-type, operator, return-value"
# (numba infers machine types of its own, and here they must be unsigned)

from __future__ import annotations

import numpy as np

from contamination.corpora.batch import Bytes, Ints
from contamination.corpora.byte_streams.utf8_kernel import sequence
from contamination.corpora.json_lines.vector import WIDTH, copy, inlined, lowest, marks, not_plain, unescaped
from contamination.kernels.machine import HAS_PEXT

QUOTE, BACKSLASH, NEWLINE = 0x22, 0x5C, 0x0A
_LOW = np.uint64(0xFFFFFFFF)
_PLAIN = np.zeros(256, np.uint8)  # what a backslash and this byte stand for; 0: something longer, or nothing
for _mark, _meaning in zip(b'n"\\/trbf', b'\n"\\/\t\r\b\f', strict=True):
    _PLAIN[_mark] = _meaning


@inlined
def _hex4(buffer: Bytes, at: int) -> int:
    value = 0
    for k in range(4):
        byte = buffer[at + k]
        if 0x30 <= byte <= 0x39:
            digit = byte - 0x30
        elif 0x41 <= byte <= 0x46:
            digit = byte - 0x37
        elif 0x61 <= byte <= 0x66:
            digit = byte - 0x57
        else:
            return -1
        value = value * 16 + digit
    return value


@inlined
def _put(out: Bytes, to: int, code: int) -> int:
    """Write a code point as UTF-8; gives the place after it."""
    if code < 0x80:
        out[to] = code
        return to + 1
    if code < 0x800:
        out[to] = 0xC0 | code >> 6
        out[to + 1] = 0x80 | code & 0x3F
        return to + 2
    if code < 0x10000:
        out[to] = 0xE0 | code >> 12
        out[to + 1] = 0x80 | code >> 6 & 0x3F
        out[to + 2] = 0x80 | code & 0x3F
        return to + 3
    out[to] = 0xF0 | code >> 18
    out[to + 1] = 0x80 | code >> 12 & 0x3F
    out[to + 2] = 0x80 | code >> 6 & 0x3F
    out[to + 3] = 0x80 | code & 0x3F
    return to + 4


@inlined
def _escape(buffer: Bytes, at: int, out: Bytes, to: int, notes: Ints) -> tuple[int, int]:
    """Unescape what follows the backslash at `at`: (place after it, place after what was written); (-1, 0) if odd."""
    byte = buffer[at + 1]
    plain = _PLAIN[byte]
    if plain:
        out[to] = plain
        return at + 2, to + 1
    if byte == 0x75:
        code = _hex4(buffer, at + 2)
        at += 6
        if 0xD800 <= code < 0xDC00 and buffer[at] == BACKSLASH and buffer[at + 1] == 0x75:
            low = _hex4(buffer, at + 2)
            if low < 0xDC00 or low > 0xDFFF:
                return -1, 0
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            at += 6
        elif code < 0 or 0xD800 <= code <= 0xDFFF:
            return -1, 0
        after = _put(out, to, code)
        notes[2] += after - to - 1
        return at, after
    return -1, 0


@inlined
def _block(buffer: Bytes, at: int, out: Bytes, to: int) -> tuple[int, int, bool]:
    """Take 32 bytes, or those before the first that is not plain; usual escapes within them are undone as they go.

    Gives the places after what was taken and what was written, and whether it stopped at something else.
    """
    seen, usual = marks(buffer, at)
    slashes, stops = seen & _LOW, seen >> np.uint64(32)
    if seen == 0:
        copy(out, to, buffer, at)
        return at + WIDTH, to + WIDTH, False
    if slashes == 0:
        copy(out, to, buffer, at)
        step = lowest(stops)
        return at + step, to + step, True
    # A backslash in the last place waits for the next block. Two in a row are not usual, so they stop it.
    width = WIDTH - np.int64(slashes >> np.uint64(WIDTH - 1))
    escaped = (slashes << np.uint64(1)) & _LOW
    stops = (stops & ~escaped) | (escaped & ~usual) >> np.uint64(1)
    taken = min(lowest(stops), width) if stops else width
    kept = ~slashes & ((np.uint64(1) << np.uint64(taken)) - np.uint64(1))
    return at + taken, unescaped(out, to, buffer, at, escaped, kept), stops != 0 and taken < width


@inlined
def unescape(buffer: Bytes, at: int, end: int, out: Bytes, to: int, notes: Ints) -> tuple[int, int]:
    """Copy the string whose first character is at `at`: (place after its quote, after the copy); (-1, 0) if odd."""
    while at < end:
        if HAS_PEXT:
            at, to, stopped = _block(buffer, at, out, to)
        else:
            copy(out, to, buffer, at)
            mask = not_plain(buffer, at)
            step = lowest(mask) if mask else WIDTH
            at, to, stopped = at + step, to + step, mask != 0
        if not stopped:
            continue
        byte = buffer[at]
        if byte == BACKSLASH:
            at, to = _escape(buffer, at, out, to, notes)
            if at < 0:
                return -1, 0
        elif byte == QUOTE:
            return at + 1, to
        elif byte == NEWLINE:
            return -1, 0
        else:
            while buffer[at] >= 0x80:
                length = sequence(buffer, at)
                if length == 0:
                    return -1, 0
                for k in range(length):
                    out[to + k] = buffer[at + k]
                notes[2] += length - 1
                at += length
                to += length
    return -1, 0
