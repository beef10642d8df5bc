"""The fast path through JSON Lines: find every string of each line and unescape it, in one pass over the bytes.

It reads the usual line exactly: an object of strings, numbers, lists and objects. Whatever is unusual (no string at
all, escapes in a key, JSON inside of a string, a lone surrogate, bad UTF-8, any fault in the syntax) it hands over, and
`json_record.parsed` decides. What it takes is never different from what the full parser would give, except that
faults between the strings (a comma too many in a list of numbers) do not make it give up the text.
"""

# numba infers machine types of its own, which mypy cannot follow:
# mypy: disable-error-code="no-any-return, assignment"

from __future__ import annotations

import numpy as np

from contamination.corpora.batch import Bytes, Ints
from contamination.corpora.json_lines.field_counts import (
    FIELD_LEFT_OUT,
    FIELD_LINE,
    FIELD_NUMBER,
    FIELD_READ,
    PRESENT,
    SLOTS,
    Hashes,
)
from contamination.corpora.json_lines.json_text import NEWLINE
from contamination.corpora.json_lines.record_kernel import OPEN, blank, read_record
from contamination.corpora.json_lines.vector import WIDTH, inlined, kernel, lowest, newlines

DEEPEST = 64  # levels of nesting
MOST_STRINGS = 1 << 12  # strings in a record
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
def _count(line: int, strings: int, found_paths: Hashes, found: Ints, slots: Hashes, counts: Ints) -> None:
    """Add the strings of one record to the counts of the fields; slot `SLOTS` takes what finds no other."""
    for number in range(strings):
        path = found_paths[number]
        slot, tried = np.intp(path & np.uint64(SLOTS - 1)), 0
        while slots[slot] != path and counts[slot, PRESENT] and tried < 64:
            slot = (slot + 1) & (SLOTS - 1)
            tried += 1
        if tried == 64:
            slot = SLOTS
        if not counts[slot, PRESENT]:
            slots[slot] = path
            counts[slot, PRESENT], counts[slot, FIELD_LINE], counts[slot, FIELD_NUMBER] = 1, line, number
        counts[slot, FIELD_READ] += max(found[number, 0], 0)
        counts[slot, FIELD_LEFT_OUT] += found[number, 1]


@kernel
def scan_lines(
    buffer: Bytes, end: int, wanted: Hashes, id_key: Bytes, out: Bytes, offsets: Ints, lines: Ints, starts: Ints,
    ids: Ints, odd: Ints, slots: Hashes, fields: Ints, counts: Ints,
) -> int:  # fmt: skip
    """Read the whole lines of buffer[:end]; gives the place after the last line feed.

    buffer    readable, 0 or line feeds, for `SLACK` bytes from `end` on
    wanted    hashes of the paths that are text; none: all are
    out       gets the texts back to back; as long as the buffer with its slack
    offsets   gets the end of each text, from offsets[1] on
    lines     gets the number of each text's line, counted from the buffer's first
    starts    gets the byte of the buffer at which that line begins
    ids       gets (start, end) of the raw id value of each text, -1 where there is none
    odd       gets (number, start, end) of each line that was left to the slow path
    slots     with `fields`: counts by path, see `field_counts`
    counts    gets (texts, odd lines, lines, characters of the texts); it stops early when `lines` or `odd` is full
    """
    at = texts = odds = number = to = inner = 0
    notes = np.zeros(4, np.int64)
    kinds, emits, paths = np.zeros(DEEPEST, np.uint8), np.zeros(DEEPEST, np.uint8), np.zeros(DEEPEST, np.uint64)
    found_paths, found = np.zeros(MOST_STRINGS, np.uint64), np.zeros((MOST_STRINGS, 2), np.int64)
    while at < end and texts < len(lines) and odds < len(odd):
        stop = -1
        first = blank(buffer, at)
        if first < end and buffer[first] == OPEN:
            after, written = read_record(
                buffer, first, end, wanted, id_key, out, to, notes, kinds, emits, paths, found_paths, found
            )
            if after > 0:
                stop = blank(buffer, after)
                if stop >= end:
                    break
                if buffer[stop] == NEWLINE:
                    lines[texts], starts[texts] = number, at
                    ids[texts, 0], ids[texts, 1] = notes[0], notes[1]
                    inner += notes[2]
                    _count(at, notes[3], found_paths, found, slots, fields)
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
