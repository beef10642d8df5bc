"""A JSON array, or JSON values one after the other over several lines, as if it were JSON Lines.

Line feeds and commas between the values change places, byte for byte: every record keeps its offset.
"""

from __future__ import annotations

import numpy as np

from contamination.corpora.batch import Bytes, Ints
from contamination.corpora.byte_streams.byte_source import ByteSource


class JsonValues:
    """Wraps a source: reads like it, with one value a line. Elements of a top-level array are values."""

    def __init__(self, source: ByteSource) -> None:
        from contamination.corpora.json_lines.values_kernel import DEPTH, IN_ARRAY, STATE

        self._source, self.file = source, source.file
        self._state = np.zeros(STATE, np.int64)
        head = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
        self._state[IN_ARRAY] = head.startswith(b"[")
        self._state[DEPTH] = 0
        sample = np.frombuffer(bytearray(source.head), np.uint8)
        self._rewrite(sample, self._state.copy())
        self.head = sample.tobytes()

    @property
    def position(self) -> int:
        """Place in the decompressed file of the next byte."""
        return self._source.position

    @property
    def broken(self) -> bool:
        """Whether the file ended before it should have."""
        return self._source.broken

    def readinto(self, buffer: memoryview) -> int:
        """Fill `buffer` as far as the file goes; 0 only at the end."""
        got = self._source.readinto(buffer)
        self._rewrite(np.frombuffer(buffer, np.uint8)[:got], self._state)
        return got

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end."""
        buffer = bytearray(size)
        return bytes(buffer[: self.readinto(memoryview(buffer))])

    def _rewrite(self, data: Bytes, state: Ints) -> None:
        from contamination.corpora.json_lines.values_kernel import one_value_a_line

        one_value_a_line(data, state)
