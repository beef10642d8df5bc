"""Near-duplicates by MinHash (Broder 1997), with datasketch.

An LSH index over the questions is asked by windows of the corpus as long as a question. Asking with every window
would be a thousand times too slow, so the seeds choose the windows: only where a question already left a trace.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contamination.units import Units

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]  # it ships no types

SHINGLE = 5  # bytes of normalised text
PERMUTATIONS = 64
THRESHOLD = 0.5  # estimated Jaccard similarity of the shingles from which a question is flagged
_MIX = np.uint64(0x9E3779B97F4A7C15)


class MinHashRule:
    """Which units a window of text nearly repeats."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._questions = np.flatnonzero(~units.passages)

    def similar(self, window: bytes) -> list[tuple[int, float]]:
        """(unit, estimated Jaccard similarity) of the questions nearly repeated by a normalised window."""
        if len(window) < SHINGLE:
            return []
        asked = self._minhash(np.frombuffer(window, np.uint8))
        found = ((int(unit), float(asked.jaccard(self._known[unit]))) for unit in self._index.query(asked))
        return sorted((unit, similarity) for unit, similarity in found if similarity >= THRESHOLD)

    @cached_property
    def _known(self) -> dict[int, MinHash]:
        text, starts = self._units.text, self._units.starts
        long_enough = [int(u) for u in self._questions if starts[u + 1] - starts[u] >= SHINGLE]
        return {u: self._minhash(text[starts[u] : starts[u + 1]]) for u in long_enough}

    @cached_property
    def _index(self) -> MinHashLSH:
        from datasketch import MinHashLSH

        index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
        with index.insertion_session() as session:
            for unit, minhash in self._known.items():
                session.insert(unit, minhash, check_duplication=False)
        return index

    @cached_property
    def _empty(self) -> MinHash:
        from datasketch import MinHash

        return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int)

    def _minhash(self, text: NDArray[np.uint8]) -> MinHash:
        shingles = np.unique(np.lib.stride_tricks.sliding_window_view(text, SHINGLE) @ _PLACE_VALUES)
        minhash = self._empty.copy()
        minhash.update_batch(((shingles * _MIX) >> np.uint64(32)).tolist())
        return minhash


_PLACE_VALUES = np.array([256**k for k in range(SHINGLE)], np.uint64)
