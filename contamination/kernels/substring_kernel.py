"""Find every occurrence of many fixed byte strings in many texts, exactly, looking at few places.

Either a string is indexed by the gram at one anchor in it, and texts are looked up at their anchors; or, for the few
strings without one, by all of its first `stride` grams, and texts are looked up at every multiple of the stride:
a string of at least `stride + gram - 1` bytes holds exactly one gram that starts there. A handful of short ones are
indexed by their beginning, and texts are looked up where a `fingerprint` says so. What the index knows is compared
byte by byte.
"""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated"
# (numba infers machine types of its own)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from contamination.kernels.fingerprint import alike
from contamination.kernels.ngram_kernel import BLOCK, anchors, equal, every, locate, read_posting, sift

ANCHORED, FINGERPRINTED = 0, -1
OFFSET_BITS = 8  # a posting is string number << 8 | offset of the gram in it


@njit(cache=True, nogil=True)
def find_strings(
    text: Any,
    offsets: Any,
    stride: int,
    tables: Any,
    low: int,
    high: int,
    index: Any,
    strings: Any,
    places: Any,
    seen: Any,
    serial: int,
    hits: Any,
) -> int:
    """First occurrence of each string in each text. Returns the number of hits; more than len(hits) if they overflow.

    `stride` is ANCHORED, FINGERPRINTED (by `tables`) or positive. Text t is text[offsets[t]:offsets[t+1]]; string s is
    strings[places[s]:places[s+1]]. `seen` (int64, one a string, 0 at first) is scratch, and no two texts ever searched
    with it have the same serial + t, from 1 on. A hit is a row of `hits` (int64, 3): text, string, place.
    """
    postings = index[3]
    found = 0
    passed, first = np.empty(BLOCK + 32, np.int64), np.empty(BLOCK + 32, np.int64)
    hashes = np.empty(BLOCK + 32, np.uint64)
    for t in range(len(offsets) - 1):
        start, end = offsets[t], offsets[t + 1]
        for block in range(start, end, BLOCK):
            stop = min(end, block + BLOCK)
            if stride > 0:
                waiting = every(block + (start - block) % stride, stop, stride, passed)
            elif stride == ANCHORED:
                waiting = anchors(text, block, stop, True, passed)
            else:
                waiting = alike(text, block, stop, tables, passed)
            waiting = sift(text, passed, waiting, low, high, index, hashes)
            waiting = locate(passed, hashes, waiting, index, first)
            for k in range(waiting):
                place, posting = passed[k], first[k]
                last = False
                while not last:
                    payload, last = read_posting(postings, posting)
                    posting += 1
                    string, begin = payload >> OFFSET_BITS, place - (payload & 255)
                    length = places[string + 1] - places[string]
                    if seen[string] == serial + t or begin < start or begin + length > end:
                        continue
                    if equal(text, begin, strings, places[string], length):
                        seen[string] = serial + t
                        if found < len(hits):
                            hits[found, 0], hits[found, 1], hits[found, 2] = t, string, begin
                        found += 1
    return found
