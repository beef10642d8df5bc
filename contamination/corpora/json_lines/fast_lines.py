"""The arrays around the JSON Lines kernel: from a chunk of lines to a batch, and the lines it left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
import orjson

from contamination.corpora.batch import Batch, Bytes, Ints
from contamination.corpora.json_lines.line_chunks import SLACK, Chunk

LINES = 1 << 15  # most documents in a batch


class RawIds(Sequence[str | None]):
    """Ids as raw JSON in a chunk of the file, decoded only when one is asked for."""

    def __init__(self, data: Bytes, spans: Ints) -> None:
        self._data, self._spans = data, spans

    def __len__(self) -> int:
        return len(self._spans)

    @overload
    def __getitem__(self, i: int) -> str | None: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[str | None]: ...
    def __getitem__(self, i: int | slice) -> str | Sequence[str | None] | None:
        if isinstance(i, slice):
            return RawIds(self._data, self._spans[i])
        start, end = (int(x) for x in self._spans[i])
        if start < 0:
            return None
        try:
            value = orjson.loads(self._data[start:end].tobytes())
        except orjson.JSONDecodeError:
            return self._data[start:end].tobytes().decode("utf-8", "replace").strip('"')
        return str(value) if isinstance(value, str | int | float) else None


def fast_batches(
    chunk: Chunk, file: str, text_key: str, id_key: str | None, first_line: int
) -> Iterator[tuple[Batch, Ints, int]]:
    """(batch, odd lines, number of lines passed) until the chunk is used up.

    Odd lines are rows of (number of the line, start, end) within the chunk, for `take_line`.
    """
    from contamination.corpora.json_lines.json_kernel import scan_lines

    text = np.frombuffer(text_key.encode(), np.uint8)
    identity = np.frombuffer((id_key or "").encode(), np.uint8)
    at, line = 0, first_line
    while at < chunk.end:
        data, size = chunk.data[at:], chunk.end - at
        room = min(LINES, size // 2 + 1)
        out, offsets = np.empty(size + SLACK, np.uint8), np.zeros(room + 1, np.int64)
        lines, starts = np.empty(room, np.int64), np.empty(room, np.int64)
        ids, odd, counts = np.empty((room, 2), np.int64), np.empty((room, 3), np.int64), np.zeros(4, np.int64)
        passed = int(scan_lines(data, size, text, identity, out, offsets, lines, starts, ids, odd, counts))
        texts, odds, numbers, letters = (int(n) for n in counts)
        batch = Batch(
            file=file,
            data=out[: int(offsets[texts])],
            offsets=offsets[: texts + 1],
            records=lines[:texts] + line,
            record_offsets=starts[:texts] + (chunk.offset + at),
            ids=RawIds(data, ids[:texts]) if id_key else [None] * texts,
            starts=np.zeros(texts, np.int64),
            read=passed,
            characters=letters,
        )
        yield batch, odd[:odds] + np.array([line, at, at], np.int64), numbers
        at += passed
        line += numbers
