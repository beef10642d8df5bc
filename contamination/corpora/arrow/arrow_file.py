"""Arrow IPC: the file format and the stream format, as Hugging Face data sets keep them on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contamination.corpora.arrow.arrow_batch import batches_of, with_id_column
from contamination.corpora.arrow.checked_stream import CheckedStream
from contamination.corpora.batch import Batch
from contamination.corpora.byte_streams.byte_source import ByteSource, one_line
from contamination.corpora.fields import Fields
from contamination.corpora.read_stats import ReadStats

MAGIC = b"ARROW1\0\0"


def read_arrow(source: ByteSource, fields: Fields, read_stats: ReadStats, target_bytes: int) -> Iterator[Batch]:
    """Batches of the text column(s), one record batch of the file after the other."""
    import pyarrow as pa

    if source.head.startswith(MAGIC):
        source.read(len(MAGIC))  # what follows is the stream format; the index at the end is not needed
    counted, known, record = read_stats.bytes, False, 0

    def told(size: int) -> None:
        detail = f"unpacks to {size:,} bytes"
        read_stats.skip("record batch is too large", source.file, record, detail=detail, unread=size)

    try:
        reader = pa.ipc.open_stream(CheckedStream(source, told))
        for rows in reader:
            _check(rows)
            if not known:
                fields, known = with_id_column(fields, rows.schema), True
            yield from batches_of(rows, source.file, record, fields, read_stats, target_bytes)
            record += rows.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if not source.broken:
            read_stats.skip("damaged or truncated file", source.file, detail=one_line(str(error)), unread=None)
    finally:
        read_stats.bytes = max(counted + source.position, read_stats.bytes if source.inside else 0)


def _check(rows: Any) -> None:
    """ArrowInvalid if offsets or lengths of a record batch are wrong: Arrow itself trusts them and would crash.

    Strings are checked as bytes, since bad UTF-8 is no reason to give them up.
    """
    import pyarrow as pa

    rows.validate()
    for column in rows.columns:
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            column = column.cast(pa.large_binary() if pa.types.is_large_string(column.type) else pa.binary())
        column.validate(full=True)
