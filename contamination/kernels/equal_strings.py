"""Which of many byte strings are equal, in one pass."""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated"
# (numba infers machine types of its own)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from contamination.kernels.ngram_kernel import equal
from contamination.kernels.word_hashes import word_hash


@njit(cache=True, nogil=True)
def first_equal(text: Any, offsets: Any, firsts: Any, lasts: Any, table: Any, found: Any) -> None:
    """found[k] = number of the first string that equals string k, piece by piece.

    String k has the pieces firsts[k]:lasts[k], and piece p is text[offsets[p]:offsets[p + 1]]. `table` (int64, -1
    everywhere) has a power of two of places, twice as many as strings. 8 bytes must be readable after the last one.
    """
    mask = len(table) - 1
    for k in range(len(firsts)):
        first, last = firsts[k], lasts[k]
        start, end = offsets[first], offsets[last]
        value = word_hash(text, start, end)
        slot = np.int64(value >> np.uint64(20)) & mask
        while True:
            other = table[slot]
            if other < 0:
                table[slot] = other = k
                break
            begin = offsets[firsts[other]]
            same = lasts[other] - firsts[other] == last - first
            piece = 1
            while same and piece <= last - first:
                same = offsets[firsts[other] + piece] - begin == offsets[first + piece] - start
                piece += 1
            if same and equal(text, start, text, begin, end - start):
                break
            slot = (slot + 1) & mask
        found[k] = other
