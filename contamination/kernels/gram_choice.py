"""By which gram a string is found: of those at its anchors, the one that the fewest strings have."""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated, no-any-return"
# (numba infers machine types of its own)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uintp

from contamination.kernels.ngram_kernel import anchors, gram_hash


@njit(cache=True, nogil=True)
def rarest_grams(
    text: Any, starts: Any, gram: int, rare: bool, most_offset: int, low: Any, high: Any, counts: Any, offsets: Any
) -> None:
    """offsets[s] = where in string s, text[starts[s]:starts[s + 1]], its rarest gram at an anchor begins, -1 for none.

    A gram has `gram` bytes, hashed under the masks `low` and `high`. Of equals the first is taken, so that equal
    strings have equal grams. `counts` (uint16, zeros, a power of two of them, about one for each byte) is room to count
    in, by the hash alone. 64 bytes must be readable after the last string.
    """
    mask = np.uint64(len(counts) - 1)
    longest = 0
    for s in range(len(starts) - 1):
        longest = max(longest, starts[s + 1] - starts[s])
    places = np.empty(longest + 64, np.int64)
    for turn in range(2):
        for s in range(len(starts) - 1):
            start = starts[s]
            stop = min(starts[s + 1] - gram + 1, start + most_offset)
            if turn:
                offsets[s] = -1
            if stop <= start:
                continue
            found, fewest = anchors(text, start, stop, rare, places), np.int64(0)
            for k in range(found):
                slot = gram_hash(text, uintp(places[k]), low, high) & mask
                if not turn:
                    counts[slot] = min(np.int64(counts[slot]) + 1, 65535)
                    continue
                count = np.int64(counts[slot])
                if offsets[s] < 0 or count < fewest:
                    offsets[s], fewest = places[k] - start, count
