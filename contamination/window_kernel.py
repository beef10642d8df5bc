"""Find every occurrence of many fixed byte strings in many texts, exactly, looking at few places.

A string of at least `stride + gram - 1` bytes holds exactly one gram that starts at a multiple of the stride. All
`stride` first grams of each string are indexed, and texts are looked up only at multiples of the stride; what the
index knows is compared byte by byte.
"""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated"
# (numba infers machine types of its own)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uintp

from contamination.gram_kernel import EMPTY, gram_hash

OFFSET_BITS = 6  # a posting is string number << 6 | offset of the gram in it
_BLOCK = 4096


@njit(cache=True, nogil=True)
def _equal(text: Any, at: int, strings: Any, start: int, length: int) -> bool:
    return bool((text[at : at + length] == strings[start : start + length]).all())


@njit(cache=True, nogil=True)
def find_strings(
    text: Any,
    offsets: Any,
    stride: int,
    low: int,
    high: int,
    index: Any,
    strings: Any,
    places: Any,
    seen: Any,
    hits: Any,
) -> int:
    """First occurrence of each string in each text. Returns the number of hits; more than len(hits) if they overflow.

    Text t is text[offsets[t]:offsets[t+1]]; string s is strings[places[s]:places[s+1]]. `seen` (int64, one a string,
    -1 at first) is scratch. A hit is a row of `hits` (int64, 3): text, string, place in `text`.
    """
    bitmap, bitmap_shift, slots, prints, postings = index
    shift = np.uint64(bitmap_shift)
    mask = np.uint64(len(slots) - 1)
    found = 0
    passed = np.empty(_BLOCK, np.uint64)
    for t in range(len(offsets) - 1):
        start, end = offsets[t], offsets[t + 1]
        at = uintp(start)
        while at < uintp(end):
            # Pass one touches only the bitmap and has no branch, so that many memory loads are under way at once.
            waiting = uintp(0)
            stop = min(uintp(end), at + uintp(stride * _BLOCK))
            while at < stop:
                bit = gram_hash(text, at, low, high) >> shift
                passed[waiting] = at
                waiting += uintp((bitmap[bit >> np.uint64(3)] >> np.uint8(bit & np.uint64(7))) & np.uint8(1))
                at += uintp(stride)
            for k in range(waiting):
                place = uintp(passed[k])
                value = gram_hash(text, place, low, high)
                slot = value & mask
                while slots[slot] != EMPTY and prints[slot] != value >> np.uint64(32):
                    slot = (slot + np.uint64(1)) & mask
                posting = slots[slot]
                if posting == EMPTY:
                    continue
                last = False
                while not last:
                    payload = postings[posting]
                    last = payload < 0
                    payload = ~payload if last else payload
                    posting += 1
                    string, begin = payload >> OFFSET_BITS, np.int64(place) - (payload & 63)
                    length = places[string + 1] - places[string]
                    if seen[string] == t or begin < start or begin + length > end:
                        continue
                    if _equal(text, begin, strings, places[string], length):
                        seen[string] = t
                        if found < len(hits):
                            hits[found, 0], hits[found, 1], hits[found, 2] = t, string, begin
                        found += 1
    return found
