"""A document in which something was found: from normalised bytes back to its raw characters."""

from __future__ import annotations

from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from contamination.corpora.batch import Batch
from contamination.text.normaliser import Normaliser

SAMPLE = 100  # normalised bytes at the beginning, in the middle and at the end by which documents are told apart
SNIPPET = 200  # raw characters shown on each side of what was compared


class DocumentView:
    """Text number `text` of a batch. Places are bytes of its normalised form, counted from its own start."""

    def __init__(self, batch: Batch, text: int, normaliser: Normaliser) -> None:
        self._batch, self.text, self._normaliser = batch, text, normaliser
        self._start, self._end = int(batch.offsets[text]), int(batch.offsets[text + 1])
        self.file, self.record = batch.file, int(batch.records[text])

    @property
    def id(self) -> str | None:
        """Document id or URL."""
        return self._batch.ids[self.text]

    def field(self, character: int) -> str | None:
        """Path of the record's field in which a character of the document stands."""
        return self._batch.field(self.text, character)

    @property
    def offset(self) -> int | None:
        """Byte offset of the record in the decompressed file."""
        offset = int(self._batch.record_offsets[self.text])
        return None if offset < 0 else offset

    @cached_property
    def _map(self) -> tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]]:
        return self._normaliser.mapped(self._batch.data, self._start, self._end)

    def normalised(self, start: int, end: int) -> bytes:
        """Normalised bytes start:end."""
        return self._map[0][start:end].tobytes()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the whole document from which the normalised bytes start:end (not empty) come."""
        _, begins, ends = self._map
        first, last = int(begins[start]), int(ends[end - 1])
        low = int(self._batch.starts[self.text]) + _characters(self._batch.data[self._start : first])
        return low, low + _characters(self._batch.data[first:last])

    @property
    def size(self) -> int:
        """Normalised bytes of the whole text."""
        return len(self._map[0])

    @cached_property
    def signature(self) -> int:
        """A number that copies of one document share: a hash of three samples of it."""
        samples = b"|".join(self.normalised(n, n + SAMPLE) for n in (0, self.size // 2, max(0, self.size - SAMPLE)))
        return int.from_bytes(blake2b(samples, digest_size=7).digest(), "big")

    def raw(self, start: int, end: int) -> str:
        """Raw text from which the normalised bytes start:end come, with what is between and after them."""
        text, begins, _ = self._map
        first = self._start if start <= 0 else int(begins[min(start, len(text) - 1)])
        last = self._end if end >= len(text) else int(begins[end])
        return _decoded(self._batch.data[first:last])

    def snippet(self, start: int, end: int) -> tuple[str, int]:
        """Raw text around the normalised bytes start:end, and the character of the document at which it starts."""
        _, begins, ends = self._map
        first, last = int(begins[start]), int(ends[end - 1])
        low = max(self._start, first - 4 * SNIPPET)
        before = _decoded(self._batch.data[low:first])[-SNIPPET:]
        after = _decoded(self._batch.data[last : min(self._end, last + 4 * SNIPPET)])[:SNIPPET]
        text = before + _decoded(self._batch.data[first:last]) + after
        return text, self.raw_span(start, end)[0] - len(before)

    def clipped(self, start: int, end: int) -> tuple[int, int]:
        """The part of the normalised bytes start:end that the document has."""
        return max(0, start), min(end, len(self._map[0]))


def _characters(data: NDArray[np.uint8]) -> int:
    return int(np.count_nonzero(data.view(np.int8) >= -64))


def _decoded(data: NDArray[np.uint8]) -> str:
    """Text of bytes that may begin or end within a character; such a part of a character is left out."""
    return data.tobytes().decode("utf-8", "ignore")
