"""The fast path through JSON Lines: find the text field of each line and unescape it, in one pass over the bytes.

It reads the usual line exactly: one flat or nested object whose text field is a string. Whatever is unusual (text
field missing, doubled or no string, escapes in a key, a lone surrogate, bad UTF-8, any fault in the syntax) it hands
over, and `json_record.parsed` decides. What it takes is never different from what a full parser would give, except
that faults outside of the text field (a comma too many) do not make it give up the text.
"""

from __future__ import annotations

from contamination.corpora.batch import Bytes, Ints
from contamination.corpora.vector import (
    WIDTH,
    brackets,
    copy,
    inlined,
    kernel,
    lowest,
    newlines,
    not_plain,
    string_ends,
)

QUOTE, BACKSLASH, NEWLINE, COMMA, COLON = 0x22, 0x5C, 0x0A, 0x2C, 0x3A
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
def _sequence(buffer: Bytes, at: int) -> int:
    """Length of the well-formed UTF-8 sequence at `at` (Unicode, table 3-7); 0 if it is ill-formed."""
    a, b = buffer[at], buffer[at + 1]
    if 0xC2 <= a <= 0xDF:
        return 2 if b & 0xC0 == 0x80 else 0
    if 0xE0 <= a <= 0xEF:
        low = 0xA0 if a == 0xE0 else 0x80
        high = 0x9F if a == 0xED else 0xBF
        return 3 if low <= b <= high and buffer[at + 2] & 0xC0 == 0x80 else 0
    if 0xF0 <= a <= 0xF4:
        low = 0x90 if a == 0xF0 else 0x80
        high = 0x8F if a == 0xF4 else 0xBF
        fits = low <= b <= high and buffer[at + 2] & 0xC0 == 0x80 and buffer[at + 3] & 0xC0 == 0x80
        return 4 if fits else 0
    return 0


@inlined
def _escape(buffer: Bytes, at: int, out: Bytes, to: int) -> tuple[int, int]:
    """Unescape what follows the backslash at `at`: (place after it, place after what was written); (-1, 0) if odd."""
    byte = buffer[at + 1]
    if byte == 0x6E:
        out[to] = 0x0A
    elif byte in (QUOTE, BACKSLASH, 0x2F):
        out[to] = byte
    elif byte == 0x74:
        out[to] = 0x09
    elif byte == 0x72:
        out[to] = 0x0D
    elif byte == 0x62:
        out[to] = 0x08
    elif byte == 0x66:
        out[to] = 0x0C
    elif byte == 0x75:
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
        return at, _put(out, to, code)
    else:
        return -1, 0
    return at + 2, to + 1


@inlined
def _unescape(buffer: Bytes, at: int, end: int, out: Bytes, to: int) -> tuple[int, int]:
    """Copy the string whose first character is at `at`: (place after its quote, after the copy); (-1, 0) if odd."""
    while at < end:
        copy(out, to, buffer, at)
        mask = not_plain(buffer, at)
        if not mask:
            at += WIDTH
            to += WIDTH
            continue
        step = lowest(mask)
        at += step
        to += step
        byte = buffer[at]
        if byte == BACKSLASH:
            at, to = _escape(buffer, at, out, to)
            if at < 0:
                return -1, 0
        elif byte == QUOTE:
            return at + 1, to
        elif byte == NEWLINE:
            return -1, 0
        else:
            while buffer[at] >= 0x80:
                length = _sequence(buffer, at)
                if length == 0:
                    return -1, 0
                for k in range(length):
                    out[to + k] = buffer[at + k]
                at += length
                to += length
    return -1, 0


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
    buffer: Bytes, at: int, end: int, text_key: Bytes, id_key: Bytes, out: Bytes, to: int, identity: Ints
) -> tuple[int, int]:
    """Read the object at `at`: (place after it, place after its text); (-1, 0) if anything is unusual.

    `identity` gets start and end of the raw id value, or -1 twice.
    """
    identity[0] = identity[1] = -1
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
            at, written = _unescape(buffer, at + 1, end, out, to)
            if at < 0:
                return -1, 0
        else:
            value = at
            at = _value_end(buffer, at, end)
            if at < 0:
                return -1, 0
            if _same(buffer, start, stop, id_key):
                identity[0], identity[1] = value, at
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
    counts    gets (texts, odd lines, lines); the scan stops early when `lines` or `odd` is full
    """
    at = texts = odds = number = to = 0
    identity = ids[0].copy()
    while at < end and texts < len(lines) and odds < len(odd):
        stop = -1
        first = _blank(buffer, at)
        if first < end and buffer[first] == OPEN:
            after, written = _object(buffer, first, end, text_key, id_key, out, to, identity)
            if after > 0:
                stop = _blank(buffer, after)
                if stop >= end:
                    break
                if buffer[stop] == NEWLINE:
                    lines[texts], starts[texts] = number, at
                    ids[texts, 0], ids[texts, 1] = identity[0], identity[1]
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
    counts[0], counts[1], counts[2] = texts, odds, number
    return at
