"""Questions and passages looked for as a whole, with whatever edits, in batch after batch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.chain_kernel import new_scratch
from contamination.kernels.seed_kernel import LENGTH, M_COLUMNS, STATES, TEXT, find_units
from contamination.search.query_texts import QueryTexts
from contamination.text.normaliser import NormalBatch

MOST_SERIAL = 1 << 30  # texts after which the units' state, 32 bits each, is made new


class QueryTextSearch:
    """Finds where units and strings are in texts."""

    def __init__(self, query_texts: QueryTexts) -> None:
        self._units = query_texts
        lengths = np.diff(query_texts.starts)
        self._state = np.zeros((len(lengths), STATES), np.int32)
        self._state[:, LENGTH] = lengths
        # A region is a unit with half its length and 64 bytes on either side.
        self._scratch = new_scratch(2 * int(lengths.max(initial=0)) + 200)
        self._serial = 1
        self._matches = np.empty((1024, M_COLUMNS), np.int64)
        self._hits = np.empty((4096, 3), np.int64)
        strings = query_texts.strings
        self._strings = strings.text, strings.starts, np.zeros(len(strings), np.int64)
        self._arrays = (query_texts.text, query_texts.starts, query_texts.stems, query_texts.weights, query_texts.sums)

    def find(self, batch: NormalBatch) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Matches, one a row, the columns those of `seed_kernel`, and hits: rows (text, string, place in `batch.text`).

        Both in the order of the texts; of the strings that are `apart` there are no hits.
        """
        index = self._units.index.arrays
        while True:
            if self._serial > MOST_SERIAL:
                self._state[:, TEXT], self._serial = 0, 1
                self._strings[2][:] = 0
            arguments = (index, self._arrays, self._strings, self._state, self._serial, self._scratch)
            rows, hits = find_units(batch.text, batch.offsets, *arguments, self._matches, self._hits)
            self._serial += len(batch.offsets)
            if rows >= 0 and hits <= len(self._hits):
                return self._matches[:rows], self._hits[:hits]
            if rows < 0:
                self._matches = np.empty((4 * len(self._matches), M_COLUMNS), np.int64)
            else:
                self._hits = np.empty((2 * hits, 3), np.int64)
