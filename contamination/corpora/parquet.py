"""Parquet: only the columns that are needed, a few rows at a time, without copying the texts where Arrow allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contamination.corpora.arrow_batch import batches_of
from contamination.corpora.batch import Batch
from contamination.corpora.byte_source import open_raw
from contamination.corpora.fields import SAMPLE, Fields, sniffed
from contamination.corpora.tally import Tally

ROWS = 1024  # rows decoded at a time


def read_parquet(
    file: str, fields: Fields, tally: Tally, target_bytes: int, groups: tuple[int, int] | None = None
) -> Iterator[Batch]:
    """Batches of the text column(s) of the row groups `groups[0]` ≤ i < `groups[1]` (all of them if None)."""
    import pyarrow.parquet as pq

    with open_raw(file) as raw:
        table = pq.ParquetFile(raw, pre_buffer=False, buffer_size=1 << 20)
        first, last = groups or (0, table.num_row_groups)
        fields = _fields(table, fields)
        columns = sorted({path.partition(".")[0] for path in (*fields.text, *([fields.id] if fields.id else []))})
        record = sum(table.metadata.row_group(g).num_rows for g in range(first))
        rows = table.iter_batches(ROWS, row_groups=list(range(first, last)), columns=columns or None, use_threads=False)
        for part in rows:
            yield from batches_of(part, file, record, fields, tally, target_bytes)
            record += part.num_rows


def _fields(table: Any, fields: Fields) -> Fields:
    for part in table.iter_batches(SAMPLE, use_threads=False):
        return sniffed(fields, part.to_pylist())
    return fields
