"""From the hash of a gram (a short byte string) to the places that have it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contamination.gram_kernel import EMPTY, fill_table

BITS_PER_GRAM = 16  # of the bitmap: one in 16 lookups of foreign text passes on to the table


@dataclass(frozen=True, slots=True, eq=False)
class GramIndex:
    """A hash table with a bitmap in front, small enough to stay in cache, that turns away most foreign text.

    bitmap    uint8: bit hash >> bitmap_shift is set if the gram may be here
    slots     int32 (power of 2): index of the gram's first posting, EMPTY; linear probing from hash % len
    prints    uint32: the upper half of the hash in the same slot
    postings  int32: payloads; those of one gram stand together, the last of them as ~payload
    """

    bitmap: NDArray[np.uint8]
    bitmap_shift: int
    slots: NDArray[np.int32]
    prints: NDArray[np.uint32]
    postings: NDArray[np.int32]

    @property
    def arrays(self) -> tuple[NDArray[np.uint8], int, NDArray[np.int32], NDArray[np.uint32], NDArray[np.int32]]:
        """The fields as a tuple, for kernels."""
        return self.bitmap, self.bitmap_shift, self.slots, self.prints, self.postings


def gram_index(hashes: NDArray[np.uint64], payloads: NDArray[np.int32], most: int | None = None) -> GramIndex:
    """Index payloads[k] (not negative) under hashes[k]; grams with more than `most` payloads are left out."""
    order = np.argsort(hashes, kind="stable")
    ordered, postings = hashes[order], payloads[order]
    if len(ordered) == 0:
        return GramIndex(np.zeros(64, np.uint8), 64 - 9, np.full(2, EMPTY, np.int32), np.zeros(2, np.uint32), postings)
    firsts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    counts = np.diff(np.append(firsts, len(ordered)))
    if most is not None and (counts > most).any():
        kept = np.repeat(counts <= most, counts)
        return gram_index(ordered[kept], postings[kept])
    postings[firsts + counts - 1] = ~postings[firsts + counts - 1]
    bits = max(9, int(np.ceil(np.log2(len(firsts) * BITS_PER_GRAM))))
    size = 1 << int(np.ceil(np.log2(len(firsts) * 3 / 2 + 2)))
    index = GramIndex(
        np.zeros(1 << (bits - 3), np.uint8),
        64 - bits,
        np.full(size, EMPTY, np.int32),
        np.zeros(size, np.uint32),
        postings,
    )
    fill_table(ordered[firsts], firsts.astype(np.int32), index.prints, index.slots, index.bitmap, index.bitmap_shift)
    return index
