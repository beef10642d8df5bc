"""Fixed strings of any length looked for in batch after batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.fingerprint import HAS_SHUFFLE, MOST_STRINGS, fingerprint_tables
from contamination.kernels.ngram_index import NgramIndex, ngram_index
from contamination.kernels.substring_kernel import ANCHORED, FINGERPRINTED, OFFSET_BITS, find_strings
from contamination.search.string_set import gram_masks, string_set
from contamination.text.normaliser import NormalBatch

GRAM = 12  # bytes of the gram by which a string with an anchor is found
# The others are searched in groups of like length, for the shortest sets the stride. Each group is one more pass.
SHORTEST = (50, 20, 6, 1)
GRAMS_PER_WORD = 2.5  # of the filter: few strings, so it may be large and let hardly any foreign text pass


@dataclass(frozen=True, slots=True, eq=False)
class _Strings:
    """Strings found in one way, with their index: see `window_kernel.find_strings`.

    stride     of the places that are looked at, or ANCHORED or FINGERPRINTED, by `tables`
    low, high  uint64: masks of the 16 bytes that are hashed, down to the gram
    bytes      uint8: the strings back to back; string k is bytes[places[k]:places[k + 1]]
    numbers    int64: their numbers among all strings
    seen       int64: scratch
    """

    stride: int
    tables: NDArray[np.uint8]
    low: Any
    high: Any
    index: NgramIndex
    bytes: NDArray[np.uint8]
    places: NDArray[np.int64]
    numbers: NDArray[np.int64]
    seen: NDArray[np.int64]


class WindowSearch:
    """Finds which of the given byte strings (distinct, not empty) are in texts."""

    def __init__(self, strings: Sequence[bytes]) -> None:
        few = HAS_SHUFFLE and 0 < len(strings) <= MOST_STRINGS
        found = string_set(strings).anchored(GRAM, True, 1 << OFFSET_BITS)
        self._groups: list[_Strings] = []
        numbers = [] if few else np.flatnonzero(found >= 0).tolist()
        if numbers:
            own = [strings[k] for k in numbers]
            self._groups.append(_strings(own, numbers, ANCHORED, GRAM, found[numbers][:, None]))
        others = [k for k in range(len(strings)) if few or found[k] < 0]
        # The shortest cost most by any stride, and as many as there is room for next to nothing by their beginnings.
        short = sorted(others, key=lambda k: (len(strings[k]), k))[:MOST_STRINGS] if HAS_SHUFFLE else []
        short = sorted(k for k in short if few or len(strings[k]) < SHORTEST[0])
        if short:
            kept = set(short)
            others = [k for k in others if k not in kept]
            own = [strings[k] for k in short]
            ngram = min(16, *map(len, own), 16)
            self._groups.append(_strings(own, short, FINGERPRINTED, ngram, np.zeros((1, 1), np.int64)))
        longest = 1 << 62
        for shortest in SHORTEST:
            numbers = [k for k in others if shortest <= len(strings[k]) < longest]
            longest = shortest
            if numbers:
                own = [strings[k] for k in numbers]
                ngram, stride = steps(min(map(len, own)), len(own))
                self._groups.append(_strings(own, numbers, stride, ngram, np.arange(stride)[None]))
        self._hits = np.empty((4096, 3), np.int64)
        self._serial = 1

    def find(self, batch: NormalBatch) -> NDArray[np.int64]:
        """Rows (text, string, place in `batch.text`): the first occurrence of each string in each text, in order."""
        found = [self._find(group, batch) for group in self._groups]
        rows = np.concatenate(found) if found else np.empty((0, 3), np.int64)
        return rows[np.lexsort((rows[:, 1], rows[:, 0]))]

    def _find(self, group: _Strings, batch: NormalBatch) -> NDArray[np.int64]:
        while True:
            arguments = (group.index.arrays, group.bytes, group.places, group.seen, self._serial, self._hits)
            count = find_strings(
                batch.text, batch.offsets, group.stride, group.tables, group.low, group.high, *arguments
            )
            self._serial += len(batch.offsets)
            if count <= len(self._hits):
                rows = self._hits[:count].copy()
                rows[:, 1] = group.numbers[rows[:, 1]]
                return rows
            self._hits = np.empty((2 * count, 3), np.int64)


def _strings(strings: list[bytes], numbers: list[int], stride: int, ngram: int, offsets: NDArray[np.int64]) -> _Strings:
    """Index the grams at `offsets` (one row for all strings or one for each)."""
    packed = string_set(strings)
    starts = (packed.starts[:-1, None] + offsets).ravel()
    payloads = ((np.arange(len(strings))[:, None] << OFFSET_BITS) + offsets).ravel()
    low, high = gram_masks(ngram)
    return _Strings(
        stride=stride,
        tables=fingerprint_tables(strings if stride == FINGERPRINTED else ()),
        low=low,
        high=high,
        index=ngram_index(packed.hashes(starts, ngram), payloads, GRAMS_PER_WORD),
        bytes=packed.text,
        places=packed.starts,
        numbers=np.array(numbers, np.int64),
        seen=np.zeros(len(strings), np.int64),
    )


def steps(shortest: int, strings: int) -> tuple[int, int]:
    """(gram, stride) for strings of `shortest` bytes or more; gram + stride - 1 = shortest, so none is missed.

    The longer the stride the fewer the looks; the longer the gram the fewer of them are in vain. A gram of 16 bytes
    is rare whatever the questions are; for a handful of short strings two bytes are rare enough.
    """
    ngram = 16 if shortest >= 50 else 8 if shortest >= 20 else min(shortest, 2 + len(str(strings)) // 2)
    return ngram, min(shortest - ngram + 1, 64)
