"""Rows of an Arrow table as batches: a string column's own memory is the batch's memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

import numpy as np

from contamination.corpora.batch import PIECE_BYTES, Batch, BatchBuilder, Ints
from contamination.corpora.byte_streams.utf8 import characters_of, encoded, repaired
from contamination.corpora.chunks import pieces_of
from contamination.corpora.fields import Fields, id_at, text_at
from contamination.corpora.read_stats import ReadStats


class ColumnIds(Sequence[str | None]):
    """Ids that stay in their Arrow column until one is asked for."""

    def __init__(self, column: Any, rows: Ints) -> None:
        self._column, self._rows = column, rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, i: int) -> str | None: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[str | None]: ...
    def __getitem__(self, i: int | slice) -> str | Sequence[str | None] | None:
        if isinstance(i, slice):
            return ColumnIds(self._column, self._rows[i])
        value = self._column[int(self._rows[i])].as_py()
        return None if value is None else str(value)


def batches_of(
    rows: Any, file: str, first_record: int, fields: Fields, read_stats: ReadStats, target_bytes: int
) -> Iterator[Batch]:
    """Batches of one `pyarrow.RecordBatch` whose first row is record `first_record` of the file."""
    fast = _one_column(rows, file, first_record, fields, read_stats)
    if fast is not None:
        yield fast
        return
    builder = BatchBuilder(file, target_bytes)
    read = 0
    for number, (row, broken) in enumerate(python_rows(rows), first_record):
        text = text_at(row, fields.text)
        if text is None:
            read_stats.skip("no text field", file, number)
            continue
        data, faulty = encoded(text)
        if faulty or broken:
            read_stats.skip("bad UTF-8 replaced", file, number)
        read_stats.documents += 1
        read_stats.bytes += len(data)
        read += len(data)
        for piece, start in pieces_of(data):
            builder.add(piece, number, -1, id_at(row, fields.id), start)
            if builder.full:
                yield builder.take(read)
    if not builder.empty:
        yield builder.take(read)


def _one_column(rows: Any, file: str, first_record: int, fields: Fields, read_stats: ReadStats) -> Batch | None:
    """The zero-copy way, or None where the rows are not of the simple kind."""
    import pyarrow as pa

    names = rows.schema.names
    if len(fields.text) != 1 or fields.text[0] not in names or (fields.id and fields.id not in names):
        return None
    column = rows.column(names.index(fields.text[0]))
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return None
    kept = np.arange(len(column), dtype=np.int64)
    if column.null_count:
        kept = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False)).astype(np.int64)
        read_stats.skip("no text field", file, times=column.null_count, detail="the value is null")
        column = column.drop_null()
    _, where, values = column.buffers()
    width = np.int64 if pa.types.is_large_string(column.type) else np.int32
    offsets = np.frombuffer(where, dtype=width)[column.offset : column.offset + len(column) + 1].astype(np.int64)
    data = np.frombuffer(values, dtype=np.uint8) if values is not None else np.empty(0, np.uint8)
    data = data[int(offsets[0]) : int(offsets[-1])] if len(offsets) else data[:0]
    if len(column) and int(np.diff(offsets).max()) > PIECE_BYTES:
        return None
    letters = characters_of(data)
    firsts = data[(offsets - offsets[0])[offsets < offsets[-1]]]
    if letters < 0 or np.any(firsts & 0xC0 == 0x80):  # a character that two texts share makes both of them faulty
        return None
    read_stats.documents += len(kept)
    read_stats.bytes += len(data)
    return Batch(
        file=file,
        data=data,
        offsets=offsets - offsets[0] if len(offsets) else np.zeros(1, np.int64),
        records=kept + first_record,
        record_offsets=np.full(len(kept), -1, np.int64),
        ids=ColumnIds(rows.column(names.index(fields.id)), kept) if fields.id else [None] * len(kept),
        starts=np.zeros(len(kept), np.int64),
        read=len(data),
        characters=letters,
    )


def python_rows(rows: Any) -> Iterator[tuple[Any, bool]]:
    """Rows as dictionaries, one after the other, and whether strings had to be repaired to be UTF-8."""
    import pyarrow as pa

    for i in range(rows.num_rows):
        row = rows.slice(i, 1)
        try:
            yield row.to_pylist()[0], False
        except UnicodeDecodeError:
            binary = {
                name: row.column(n).cast(pa.large_binary())[0].as_py()
                for n, name in enumerate(rows.schema.names)
                if pa.types.is_string(row.column(n).type) or pa.types.is_large_string(row.column(n).type)
            }
            yield {name: repaired(value)[0].decode() for name, value in binary.items() if value is not None}, True
