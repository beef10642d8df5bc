"""The fast path through JSON Lines: find the text field of each line and unescape it, in one pass over the bytes.

It reads the usual line exactly: one flat or nested object whose text field is a string. Whatever is unusual (text
field missing, doubled or no string, escapes in a key, a lone surrogate, bad UTF-8, any fault in the syntax) it hands
over, and `json_record.parsed` decides. What it takes is never different from what a full parser would give, except
that faults outside of the text field (a comma too many) do not make it give up the text.
"""

from __future__ import annotations

import numpy as np

from contamination.corpora.batch import Bytes, Ints
from contamination.corpora.json_lines.json_text import BACKSLASH, NEWLINE, QUOTE, unescape
from contamination.corpora.json_lines.vector import WIDTH, brackets, inlined, kernel, lowest, newlines, string_ends

COMMA, COLON = 0x2C, 0x3A
OPEN, CLOSE, OPEN_LIST, CLOSE_LIST = 0x7B, 0x7D, 0x5B, 0x5D
SLACK = WIDTH  # bytes that must be readable after `end` and writable after the longest text


@inlined
def _line_end(buffer: Bytes, at: int, end: int) -> int:
    """Place of the next line feed; `end` if there is none before it."""
    while at < end:
        mask = newlines(buffer, at)
        if mask:
            return min(at + lowest(mask), end)
        at += WIDTH
    return end


@inlined
def _blank(buffer: Bytes, at: int) -> int:
    while buffer[at] == 0x20 or buffer[at] == 0x09 or buffer[at] == 0x0D:
        at += 1
    return at


@inlined
def _string_end(buffer: Bytes, at: int, end: int) -> int:
    """Place of the quote that ends the string whose first character is at `at`; -1 if the line ends first."""
    while at < end:
        mask = string_ends(buffer, at)
        if not mask:
            at += WIDTH
            continue
        at += lowest(mask)
        if buffer[at] == QUOTE:
            return at if at < end else -1
        if buffer[at] == NEWLINE:
            return -1
        at += 2
    return -1


@inlined
def _nested_end(buffer: Bytes, at: int, end: int) -> int:
    """Place after the bracket that closes the one at `at`; -1 if the line ends first."""
    depth = 0
    while at < end:
        mask = brackets(buffer, at)
        if not mask:
            at += WIDTH
            continue
        at += lowest(mask)
        byte = buffer[at]
        if at >= end or byte == NEWLINE:
            return -1
        if byte == QUOTE:
            at = _string_end(buffer, at + 1, end)
            if at < 0:
                return -1
        elif byte in (OPEN, OPEN_LIST):
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return -1


@inlined
def _value_end(buffer: Bytes, at: int, end: int) -> int:
    """Place after the JSON value that begins at `at`; -1 if it is none or the line ends first."""
    byte = buffer[at]
    if byte == QUOTE:
        at = _string_end(buffer, at + 1, end)
        return at + 1 if at >= 0 else -1
    if byte in (OPEN, OPEN_LIST):
        return _nested_end(buffer, at, end)
    start = at
    while (
        byte == 0x2B
        or byte == 0x2D
        or byte == 0x2E
        or 0x30 <= byte <= 0x39
        or 0x41 <= byte <= 0x5A
        or 0x61 <= byte <= 0x7A
    ):
        at += 1
        byte = buffer[at]
    return at if at > start else -1


@inlined
def _same(buffer: Bytes, at: int, end: int, key: Bytes) -> bool:
    if end - at != len(key):
        return False
    for k in range(len(key)):  # noqa: SIM110  (numba compiles no generator)
        if buffer[at + k] != key[k]:
            return False
    return True


@inlined
def _object(
    buffer: Bytes, at: int, end: int, text_key: Bytes, id_key: Bytes, out: Bytes, to: int, notes: Ints
) -> tuple[int, int]:
    """Read the object at `at`: (place after it, place after its text); (-1, 0) if anything is unusual.

    `notes` gets start and end of the raw id value, or -1 twice, and then the bytes of the text that begin no character.
    """
    notes[0] = notes[1] = -1
    notes[2] = 0
    if buffer[at] != OPEN:
        return -1, 0
    written = -1
    while True:
        at = _blank(buffer, at + 1)
        if buffer[at] != QUOTE:
            return -1, 0
        start = at + 1
        at = _string_end(buffer, start, end)
        if at < 0:
            return -1, 0
        stop = at
        for k in range(start, stop):
            if buffer[k] == BACKSLASH:
                return -1, 0
        at = _blank(buffer, at + 1)
        if buffer[at] != COLON:
            return -1, 0
        at = _blank(buffer, at + 1)
        if _same(buffer, start, stop, text_key):
            if written >= 0 or buffer[at] != QUOTE:
                return -1, 0
            at, written = unescape(buffer, at + 1, end, out, to, notes)
            if at < 0:
                return -1, 0
        else:
            value = at
            at = _value_end(buffer, at, end)
            if at < 0:
                return -1, 0
            if _same(buffer, start, stop, id_key):
                notes[0], notes[1] = value, at
        at = _blank(buffer, at)
        if buffer[at] == CLOSE:
            return (at + 1, written) if written >= 0 else (-1, 0)
        if buffer[at] != COMMA:
            return -1, 0


@kernel
def scan_lines(
    buffer: Bytes,
    end: int,
    text_key: Bytes,
    id_key: Bytes,
    out: Bytes,
    offsets: Ints,
    lines: Ints,
    starts: Ints,
    ids: Ints,
    odd: Ints,
    counts: Ints,
) -> int:
    """Read the whole lines of buffer[:end]; gives the place after the last line feed.

    buffer    readable, 0 or line feeds, for `SLACK` bytes from `end` on
    out       gets the texts back to back; as long as the buffer with its slack
    offsets   gets the end of each text, from offsets[1] on
    lines     gets the number of each text's line, counted from the buffer's first
    starts    gets the byte of the buffer at which that line begins
    ids       gets (start, end) of the raw id value of each text, -1 where there is none
    odd       gets (number, start, end) of each line that was left to the slow path
    counts    gets (texts, odd lines, lines, characters of the texts); it stops early when `lines` or `odd` is full
    """
    at = texts = odds = number = to = inner = 0
    notes = np.zeros(3, np.int64)
    while at < end and texts < len(lines) and odds < len(odd):
        stop = -1
        first = _blank(buffer, at)
        if first < end and buffer[first] == OPEN:
            after, written = _object(buffer, first, end, text_key, id_key, out, to, notes)
            if after > 0:
                stop = _blank(buffer, after)
                if stop >= end:
                    break
                if buffer[stop] == NEWLINE:
                    lines[texts], starts[texts] = number, at
                    ids[texts, 0], ids[texts, 1] = notes[0], notes[1]
                    inner += notes[2]
                    to = written
                    texts += 1
                    offsets[texts] = to
                else:
                    stop = -1
        if stop < 0:
            stop = _line_end(buffer, at, end)
            if stop >= end:
                break
            if first < stop:
                odd[odds, 0], odd[odds, 1], odd[odds, 2] = number, at, stop
                odds += 1
        number += 1
        at = stop + 1
    counts[0], counts[1], counts[2], counts[3] = texts, odds, number, to - inner
    return at
