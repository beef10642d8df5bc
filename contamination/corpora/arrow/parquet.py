"""Parquet: only the columns that are needed, a few rows at a time, without copying the texts where Arrow allows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from contamination.corpora.arrow.arrow_batch import batches_of, python_rows
from contamination.corpora.batch import Batch
from contamination.corpora.byte_streams.byte_source import one_line, open_raw, shown_name
from contamination.corpora.fields import SAMPLE, Fields, sniffed
from contamination.corpora.read_stats import ReadStats

MOST_ROWS = 8192


def read_parquet(
    file: str,
    packing: str,
    fields: Fields,
    read_stats: ReadStats,
    target_bytes: int,
    groups: tuple[int, int] | None = None,
) -> Iterator[Batch]:
    """Batches of the text column(s) of the row groups `groups[0]` ≤ i < `groups[1]` (all of them if None)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if packing:
        read_stats.skip(
            "not a corpus file", shown_name(file), detail=f"Parquet inside of .{packing} can't be entered: unpack it"
        )
        return
    record = 0
    try:
        with open_raw(file) as raw:
            table = pq.ParquetFile(raw, pre_buffer=False, buffer_size=1 << 20)
            first, last = groups or (0, table.num_row_groups)
            fields = _fields(table, fields)
            record = sum(table.metadata.row_group(g).num_rows for g in range(first))
            for group in range(first, last):
                for part in _rows(table, group, fields, target_bytes):
                    yield from batches_of(part, shown_name(file), record, fields, read_stats, target_bytes)
                    record += part.num_rows
                read_stats.raw += table.metadata.row_group(group).total_byte_size
    except (pa.ArrowException, OSError, UnicodeDecodeError, io.UnsupportedOperation) as error:
        read_stats.skip("damaged or truncated file", shown_name(file), record, detail=one_line(str(error)))


def _rows(table: Any, group: int, fields: Fields, target_bytes: int) -> Iterator[Any]:
    """The needed columns of a row group, so many rows at a time that they come to about `target_bytes`."""
    columns = sorted({path.partition(".")[0] for path in (*fields.text, *([fields.id] if fields.id else []))})
    known = [name for name in table.schema_arrow.names if name in columns or name in fields.text or name == fields.id]
    about = table.metadata.row_group(group)
    size = sum(
        about.column(c).total_uncompressed_size
        for c in range(about.num_columns)
        if about.column(c).path_in_schema.partition(".")[0] in known
    )
    rows = max(1, min(MOST_ROWS, target_bytes * about.num_rows // max(size, 1)))
    yield from table.iter_batches(rows, row_groups=[group], columns=known or None, use_threads=False)


def _fields(table: Any, fields: Fields) -> Fields:
    for part in table.iter_batches(SAMPLE, use_threads=False):
        return sniffed(fields, [row for row, _ in python_rows(part)])
    return fields
