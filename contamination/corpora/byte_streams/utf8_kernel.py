"""Whether bytes are well-formed UTF-8, and how many characters they are."""

from __future__ import annotations

from contamination.corpora.batch import Bytes
from contamination.corpora.json_lines.vector import WIDTH, inlined, kernel, lowest, non_ascii

TAIL = 2 * WIDTH  # bytes at the end that are not loaded a vector at a time


@inlined
def sequence(buffer: Bytes, at: int) -> int:
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


@kernel
def well_formed(data: Bytes, padded_end: Bytes) -> int:
    """Number of characters, or -1 if the bytes are not well-formed UTF-8.

    `padded_end` holds the last bytes of `data` (`TAIL` of them, or all) and zeros after them, so that nothing beyond
    `data` is looked at.
    """
    inner = at = 0
    whole = len(data) - TAIL
    while at < whole:
        mask = non_ascii(data, at)
        if not mask:
            at += WIDTH
            continue
        at += lowest(mask)
        while at < whole and data[at] >= 0x80:
            length = sequence(data, at)
            if length == 0:
                return -1
            inner += length - 1
            at += length
    end = min(len(data), TAIL)
    at -= len(data) - end
    while at < end:
        length = 1 if padded_end[at] < 0x80 else sequence(padded_end, at)
        if length == 0 or at + length > end:
            return -1
        inner += length - 1
        at += length
    return len(data) - inner
