"""The compiled normaliser with its memory: made once, used for batch after batch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contamination.plan import Case
from contamination.text.normal_kernel import normalise_mapped, normalise_texts, out_bound
from contamination.text.normal_table import normal_table


@dataclass(frozen=True, slots=True, eq=False)
class NormalBatch:
    """Normalised texts back to back; a view of the normaliser's memory, valid until its next call.

    text     uint8: UTF-8, with at least 64 readable bytes after the last text
    marks    uint8: bit j (bit j % 8 of byte j // 8) says that a word begins at text[j]
    offsets  int64 (n + 1): text i is text[offsets[i]:offsets[i + 1]]
    """

    text: NDArray[np.uint8]
    marks: NDArray[np.uint8]
    offsets: NDArray[np.int64]


class Normaliser:
    """Turns raw UTF-8 into letters and digits, by one case rule."""

    def __init__(self, case: Case) -> None:
        table = normal_table(case)
        self._table = (table.kinds, table.folded, table.pages, table.entries, table.blob, table.names, table.named)
        self._text = self._marks = np.empty(0, np.uint8)

    def forget(self) -> None:
        """Give up the memory, which is as large as the largest batch."""
        self._text = self._marks = np.empty(0, np.uint8)

    def texts(self, data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NormalBatch:
        """Normalise data[offsets[i]:offsets[i + 1]] for all i."""
        bound = out_bound(int(offsets[-1] - offsets[0]))
        if len(self._text) < bound:
            # Only what is written to becomes real memory, so room for the worst case costs nothing.
            self._text, self._marks = np.empty(bound, np.uint8), np.empty(bound // 8 + 16, np.uint8)
        offsets, out_offsets = np.array(offsets), np.empty(len(offsets), np.int64)
        normalise_texts(_read_only(data), offsets, self._text, self._marks, out_offsets, self._table)
        return NormalBatch(self._text, self._marks, out_offsets)

    def mapped(
        self, data: NDArray[np.uint8], start: int, end: int
    ) -> tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]]:
        """data[start:end] normalised; its byte j comes from data[begins[j]:ends[j]]. (text, begins, ends)."""
        bound = out_bound(end - start)
        text, begins, ends = np.empty(bound, np.uint8), np.empty(bound, np.int32), np.empty(bound, np.int32)
        size = normalise_mapped(_read_only(data), start, end, text, begins, ends, self._table)
        return text[:size], begins[:size], ends[:size]


def _read_only(data: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same bytes, marked: otherwise numba would compile the kernels twice, once for either kind of array."""
    view = data.view()
    view.flags.writeable = False
    return view
