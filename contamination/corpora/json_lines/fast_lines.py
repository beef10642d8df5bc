"""The arrays around the JSON Lines kernel: from a chunk of lines to a batch, and the lines it left over."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from contamination.corpora.batch import Batch, Ints
from contamination.corpora.fields import Fields
from contamination.corpora.json_lines.field_counts import FieldCounts, wanted_hashes
from contamination.corpora.json_lines.line_chunks import SLACK, Chunk
from contamination.corpora.json_lines.raw_records import RawIds, RawParts
from contamination.corpora.read_stats import ReadStats

LINES = 1 << 15  # most documents in a batch


def fast_batches(
    chunk: Chunk, file: str, fields: Fields, first_line: int, names: FieldCounts, read_stats: ReadStats
) -> Iterator[tuple[Batch, Ints, int]]:
    """(batch, odd lines, number of lines passed) until the chunk is used up.

    Odd lines are rows of (number of the line, start, end) within the chunk, for `take_line`.
    """
    from contamination.corpora.json_lines.json_kernel import scan_lines

    identity = np.frombuffer((fields.id or "").encode(), np.uint8)
    wanted = wanted_hashes(fields)
    at, line = 0, first_line
    while at < chunk.end:
        data, size = chunk.data[at:], chunk.end - at
        room = min(LINES, size // 2 + 1)
        out, offsets = np.empty(size + SLACK, np.uint8), np.zeros(room + 1, np.int64)
        lines, starts = np.empty(room, np.int64), np.empty(room, np.int64)
        ids, odd, counts = np.empty((room, 2), np.int64), np.empty((room, 3), np.int64), np.zeros(4, np.int64)
        hashes, sizes = names.arrays()
        passed = int(
            scan_lines(data, size, wanted, identity, out, offsets, lines, starts, ids, odd, hashes, sizes, counts)
        )
        names.take(data, size, hashes, sizes, read_stats)
        texts, odds, numbers, letters = (int(n) for n in counts)
        batch = Batch(
            file=file,
            data=out[: int(offsets[texts])],
            offsets=offsets[: texts + 1],
            records=lines[:texts] + line,
            record_offsets=starts[:texts] + (chunk.offset + at),
            ids=RawIds(data, ids[:texts]) if fields.id else [None] * texts,
            starts=np.zeros(texts, np.int64),
            read=passed,
            characters=letters,
            parts=RawParts(data, size, starts[:texts], fields),
        )
        yield batch, odd[:odds] + np.array([line, at, at], np.int64), numbers
        at += passed
        line += numbers
