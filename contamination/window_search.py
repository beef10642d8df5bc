"""Fixed strings of any length looked for in batch after batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contamination.gram_index import GramIndex, gram_index
from contamination.gram_kernel import hash_places
from contamination.normaliser import NormalBatch
from contamination.window_kernel import OFFSET_BITS, find_strings

# (shortest string in bytes, gram, stride): stride + gram - 1 never exceeds the shortest string, so none is missed.
# Long strings are looked up rarely and cost next to nothing; strings under 12 bytes cost a look at every byte.
LENGTHS = ((50, 16, 35), (20, 8, 13), (12, 8, 5), (8, 8, 1), (4, 4, 1), (1, 1, 1))


@dataclass(frozen=True, slots=True, eq=False)
class _Strings:
    """Strings of like length with their index. `numbers`: their numbers among all strings.

    `low` and `high` (uint64) mask the 16 bytes that are hashed down to the gram.
    """

    stride: int
    low: Any
    high: Any
    index: GramIndex
    bytes: NDArray[np.uint8]
    places: NDArray[np.int64]
    numbers: NDArray[np.int64]


class WindowSearch:
    """Finds which of the given byte strings (distinct, not empty) stand in texts."""

    def __init__(self, strings: Sequence[bytes]) -> None:
        self._groups: list[_Strings] = []
        longest = 1 << 62
        for shortest, gram, stride in LENGTHS:
            numbers = [k for k, s in enumerate(strings) if shortest <= len(s) < longest]
            longest = shortest
            if numbers:
                self._groups.append(_group([strings[k] for k in numbers], numbers, gram, stride))
        self._hits = np.empty((4096, 3), np.int64)

    def find(self, batch: NormalBatch) -> NDArray[np.int64]:
        """Rows (text, string, place in `batch.text`): the first occurrence of each string in each text, in order."""
        found = [self._find(group, batch) for group in self._groups]
        rows = np.concatenate(found) if found else np.empty((0, 3), np.int64)
        return rows[np.lexsort((rows[:, 1], rows[:, 0]))]

    def _find(self, group: _Strings, batch: NormalBatch) -> NDArray[np.int64]:
        while True:
            seen = np.full(len(group.numbers), -1, np.int64)
            arguments = (group.index.arrays, group.bytes, group.places, seen, self._hits)
            count = find_strings(batch.text, batch.offsets, group.stride, group.low, group.high, *arguments)
            if count <= len(self._hits):
                rows = self._hits[:count].copy()
                rows[:, 1] = group.numbers[rows[:, 1]]
                return rows
            self._hits = np.empty((2 * count, 3), np.int64)


def _group(strings: list[bytes], numbers: list[int], gram: int, stride: int) -> _Strings:
    data = np.frombuffer(b"".join(strings) + bytes(16), np.uint8)
    places = np.array([0, *accumulate(map(len, strings))], np.int64)
    starts = (places[:-1, None] + np.arange(stride)).ravel()
    payloads = ((np.arange(len(strings))[:, None] << OFFSET_BITS) + np.arange(stride)).ravel().astype(np.int32)
    low, high = _mask(gram), _mask(gram - 8)
    hashes = np.empty(len(starts), np.uint64)
    hash_places(data, starts, low, high, hashes)
    return _Strings(stride, low, high, gram_index(hashes, payloads), data, places, np.array(numbers, np.int64))


def _mask(bytes_: int) -> Any:
    return np.uint64((1 << 8 * min(8, max(0, bytes_))) - 1)
