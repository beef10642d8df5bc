"""Near-duplicates by MinHash (Broder 1997), with datasketch.

An LSH index over the questions is asked by windows of the corpus as long as a question. Asking with every window
would be a thousand times too slow, so the seeds choose the windows: only where a question already left a trace.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.minhash_kernel import SHINGLE, signatures
from contamination.search.query_texts import QueryTexts

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]  # it ships no types

PERMUTATIONS = 64
SCHEME = "affine32"
THRESHOLD = 0.5  # estimated Jaccard similarity of the shingles from which a question is flagged


class MinHashRule:
    """Which units a window of text nearly repeats."""

    def __init__(self, query_texts: QueryTexts) -> None:
        self._units = query_texts

    def similar(self, window: NDArray[np.uint8]) -> list[tuple[int, float]]:
        """(unit, estimated Jaccard similarity) of the questions nearly repeated by a normalised window (uint8)."""
        if len(window) < SHINGLE:
            return []
        padded = np.concatenate((window, np.zeros(8, np.uint8)))
        (asked,) = self._minhashes(padded, np.zeros(1, np.int64), np.array([len(window)]))
        found = (
            (int(query_text), float(asked.jaccard(self._known[query_text]))) for query_text in self._index.query(asked)
        )
        return sorted((query_text, similarity) for query_text, similarity in found if similarity >= THRESHOLD)

    @cached_property
    def _known(self) -> dict[int, MinHash]:
        starts = self._units.starts
        numbers = np.flatnonzero(~self._units.passages & (np.diff(starts) >= SHINGLE))
        return dict(
            zip(
                numbers.tolist(),
                self._minhashes(self._units.text, starts[numbers], starts[numbers + 1]),
                strict=True,
            )
        )

    @cached_property
    def _index(self) -> MinHashLSH:
        from datasketch import MinHashLSH

        index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
        with index.insertion_session() as session:
            for query_text, minhash in self._known.items():
                session.insert(query_text, minhash, check_duplication=False)
        return index

    @cached_property
    def _empty(self) -> MinHash:
        from datasketch import MinHash

        return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int, scheme=SCHEME)

    def _minhashes(
        self, text: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> Iterator[MinHash]:
        """One for each text[starts[k]:ends[k]]."""
        from datasketch import MinHash

        permutations = self._empty.permutations
        factors, terms = (np.array(p, np.uint64) for p in permutations)
        values = np.full((len(starts), PERMUTATIONS), 0xFFFFFFFF, np.uint32)
        signatures(text, starts, ends, factors, terms, values)
        for row in values:
            yield MinHash(hashvalues=row, permutations=permutations, hashfunc=int, scheme=SCHEME)
