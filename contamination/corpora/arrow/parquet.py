"""Parquet: only the columns that are needed, a few rows at a time, without copying the texts where Arrow allows.

Columns of strings stay in their dictionary until a few rows of them are wanted: 500 bytes of Parquet can stand for
gigabytes of text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from contamination.corpora.arrow.arrow_batch import batches_of, with_id_column
from contamination.corpora.batch import Batch
from contamination.corpora.byte_streams import byte_source
from contamination.corpora.byte_streams.byte_source import one_line, open_raw, shown_name
from contamination.corpora.fields import Fields
from contamination.corpora.read_stats import ReadStats

MOST_ROWS = 8192


def read_parquet(
    file: str,
    compression: str,
    fields: Fields,
    read_stats: ReadStats,
    target_bytes: int,
    groups: tuple[int, int] | None = None,
) -> Iterator[Batch]:
    """Batches of the row groups `groups[0]` ≤ i < `groups[1]` (all of them if None)."""
    import pyarrow as pa

    name = shown_name(file)
    if compression:
        read_stats.skip(
            "not a corpus file",
            name,
            detail=f"Parquet inside of .{compression} can't be entered: unpack it",
            unread=None,
        )
        return
    record = 0
    try:
        with open_raw(file) as raw:
            table = _opened(raw)
            first, last = groups or (0, table.num_row_groups)
            fields = with_id_column(fields, table.schema_arrow)
            record = sum(table.metadata.row_group(g).num_rows for g in range(first))
            for group in range(first, last):
                about = table.metadata.row_group(group)
                _count_left_out(about, fields, read_stats)
                yield from _group(table, group, name, record, fields, read_stats, target_bytes)
                record += about.num_rows
                read_stats.raw += about.total_byte_size
    except (pa.ArrowException, OSError, UnicodeDecodeError, io.UnsupportedOperation) as error:
        read_stats.skip("damaged or truncated file", name, record, detail=one_line(str(error)), unread=None)


def _opened(raw: Any) -> Any:
    import pyarrow.parquet as pq

    strings = [c.path for c in map(pq.ParquetFile(raw).schema.column, range(len(pq.ParquetFile(raw).schema)))]
    raw.seek(0)
    return pq.ParquetFile(raw, pre_buffer=False, buffer_size=1 << 20, read_dictionary=strings)


def _group(
    table: Any, group: int, file: str, record: int, fields: Fields, read_stats: ReadStats, target_bytes: int
) -> Iterator[Batch]:
    about = table.metadata.row_group(group)
    packed = sum(about.column(c).total_compressed_size for c in range(about.num_columns))
    limit = max(byte_source.RATIO_FROM, byte_source.RATIO_LIMIT * packed)
    first, before = record, read_stats.bytes
    if about.total_byte_size > limit:
        _count_bomb(read_stats, file, record, about.total_byte_size)
        return
    for part in _rows(table, group, fields, target_bytes):
        for batch in batches_of(part, file, record, fields, read_stats, target_bytes):
            yield batch
            if read_stats.bytes - before > limit:
                done = max(1, int(batch.records[-1]) + 1 - first)
                _count_bomb(read_stats, file, record, (read_stats.bytes - before) // done * (about.num_rows - done))
                return
        record += part.num_rows


def _count_bomb(read_stats: ReadStats, file: str, record: int, unread: int) -> None:
    detail = f"unpacks more than {byte_source.RATIO_LIMIT} times its size; the rest of the row group was not read"
    read_stats.skip("compression bomb", file, record, detail=detail, unread=unread)


def _rows(table: Any, group: int, fields: Fields, target_bytes: int) -> Iterator[Any]:
    """The needed columns of a row group, so many rows at a time that they come to about `target_bytes`."""
    about = table.metadata.row_group(group)
    named = [*fields.text, *([fields.id] if fields.id else [])]
    tops = {path.partition(".")[0] for path in named}
    known = [name for name in table.schema_arrow.names if not fields.text or name in tops or name in named]
    size = sum(
        about.column(c).total_uncompressed_size
        for c in range(about.num_columns)
        if about.column(c).path_in_schema.partition(".")[0] in known
    )
    rows = max(1, min(MOST_ROWS, target_bytes * about.num_rows // max(size, 1)))
    yield from table.iter_batches(rows, row_groups=[group], columns=known or None, use_threads=False)


def _count_left_out(about: Any, fields: Fields, read_stats: ReadStats) -> None:
    """Columns of bytes that are not even read: their size as the file tells it."""
    tops = {path.partition(".")[0] for path in (*fields.text, fields.id or "")}
    for c in range(about.num_columns if fields.text else 0):
        column = about.column(c)
        path = ".".join(p for p in column.path_in_schema.split(".") if p not in ("list", "element", "item"))
        if column.physical_type == "BYTE_ARRAY" and path.partition(".")[0] not in tops:
            read_stats.left_out[path] += column.total_uncompressed_size
