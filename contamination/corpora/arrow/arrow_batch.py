"""Rows of an Arrow table as batches: where a row has one string, the column's own memory is the batch's memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from contamination.corpora.arrow.text_column import NotPlainError, decoded, is_string, joined, leaves, row_sizes
from contamination.corpora.batch import PIECE_BYTES, Batch, BatchBuilder, Ints, Parts
from contamination.corpora.byte_streams.utf8 import characters_of, repaired
from contamination.corpora.fields import ID_NAMES, Fields, found_in, wants
from contamination.corpora.lazy_sequence import LazySequence
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.take_record import parts_of, take_record

LARGEST_ROW = 256 << 20  # bytes of text in one row


class ColumnIds(LazySequence[str | None]):
    """Ids that stay in their Arrow column until one is asked for."""

    def __init__(self, column: Any, rows: Ints) -> None:
        super().__init__(len(rows))
        self._column, self._rows = column, rows

    def item(self, i: int) -> str | None:
        """Decode one."""
        value = self._column[int(self._rows[i])].as_py()
        return None if value is None else str(value)


class RowParts(LazySequence[Parts]):
    """The fields of some rows."""

    def __init__(self, table: Any, rows: Ints, fields: Fields) -> None:
        super().__init__(len(rows))
        self._table, self._rows, self._fields = table, rows, fields

    def item(self, i: int) -> Parts:
        """Look one row over."""
        return parts_of(found_in(self._table.slice(int(self._rows[i]), 1).to_pylist()[0], self._fields))


def with_id_column(fields: Fields, schema: Any) -> Fields:
    """`fields` with the name of the id, where it was left open, found out from a table's columns."""
    import pyarrow as pa

    known = (n for n in ID_NAMES if n in schema.names)
    kinds = ((n, schema.field(n).type) for n in known)
    plain = ((n, k.value_type if pa.types.is_dictionary(k) else k) for n, k in kinds)
    usable = (n for n, k in plain if is_string(k) or pa.types.is_integer(k))
    return Fields(fields.text, fields.id or next(usable, None))


def batches_of(
    rows: Any, file: str, first_record: int, fields: Fields, read_stats: ReadStats, target_bytes: int
) -> Iterator[Batch]:
    """Batches of one `pyarrow.RecordBatch` whose first row is record `first_record` of the file.

    The rows are taken so many at a time that their strings, decoded, come to about `target_bytes`: a dictionary may
    stand for far more text than it takes up.
    """
    sizes = sum((row_sizes(column) for column in rows.columns), np.zeros(rows.num_rows, np.int64))
    for start, stop in _runs(sizes, target_bytes):
        if sizes[start] > LARGEST_ROW:
            read_stats.skip("row is too large", file, first_record + start, unread=int(sizes[start]))
            continue
        part, first = rows.slice(start, stop - start), first_record + start
        fast = _fast(part, file, first, fields, read_stats) if sizes[start] <= PIECE_BYTES else None
        if fast is not None:
            yield fast
        else:
            yield from _patient(part, file, first, fields, read_stats, target_bytes)


def _runs(sizes: Ints, target_bytes: int) -> Iterator[tuple[int, int]]:
    """Runs of rows of `target_bytes` or less, or single rows."""
    ends, start = np.cumsum(sizes), 0
    while start < len(sizes):
        before = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + target_bytes, side="right")))
        yield start, stop
        start = stop


def _patient(
    rows: Any, file: str, first_record: int, fields: Fields, read_stats: ReadStats, target_bytes: int
) -> Iterator[Batch]:
    builder = BatchBuilder(file, target_bytes)
    read = 0
    for number, (row, broken) in enumerate(python_rows(rows), first_record):
        size = take_record(row, number, -1, fields, builder, read_stats, file, faulty=broken)
        read_stats.bytes += size
        read += size
        if builder.full:
            yield builder.take(read)
    if not builder.empty:
        yield builder.take(read)


def _fast(rows: Any, file: str, first_record: int, fields: Fields, read_stats: ReadStats) -> Batch | None:
    """The way through Arrow's own arrays, or None where the rows are not of the simple kind; counts only if it can."""
    import pyarrow as pa

    if fields.id and "." in fields.id and fields.id not in rows.schema.names:
        return None
    try:
        column, columns = joined(rows, fields)
    except (NotPlainError, pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    kept = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False)).astype(np.int64)
    without = column.null_count
    column = column.drop_null()
    _, where, values = column.buffers()
    offsets = np.zeros(1, np.int64)
    if len(column):
        offsets = np.frombuffer(where, dtype=np.int64)[column.offset : column.offset + len(column) + 1]
    data = np.frombuffer(values, dtype=np.uint8) if values is not None else np.empty(0, np.uint8)
    data = data[int(offsets[0]) : int(offsets[-1])]
    if len(column) and int(np.diff(offsets).max()) > PIECE_BYTES:
        return None
    letters = characters_of(data)
    firsts = data[(offsets - offsets[0])[offsets < offsets[-1]]]
    if letters < 0 or np.any(firsts & 0xC0 == 0x80):  # a character that two texts share makes both of them faulty
        return None
    _count_fields(columns, fields, letters, read_stats)
    if without:
        read_stats.skip("no text field", file, times=without)
    read_stats.documents += len(kept)
    read_stats.bytes += len(data)
    identity = fields.id in rows.schema.names
    return Batch(
        file=file,
        data=data,
        offsets=offsets - offsets[0],
        records=kept + first_record,
        record_offsets=np.full(len(kept), -1, np.int64),
        ids=ColumnIds(rows.column(rows.schema.names.index(fields.id)), kept) if identity else [None] * len(kept),
        starts=np.zeros(len(kept), np.int64),
        read=len(data),
        characters=letters,
        parts=RowParts(rows, kept, fields),
    )


def _count_fields(columns: list[tuple[str, Any]], fields: Fields, letters: int, read_stats: ReadStats) -> None:
    """Characters of each field; `letters` are those of the texts together."""
    import pyarrow.compute as pc

    found = [leaf for name, column in columns for leaf in leaves(column, name)]
    wanted = [path for path, _ in found if wants(fields, path)]
    for path, column in found:
        alone = wanted == [path]
        size = letters if alone else int(pc.sum(pc.utf8_length(column)).as_py() or 0)
        counts = read_stats.fields if path in wanted else read_stats.left_out
        if size and (path in wanted or fields.text):
            counts[path] += size


def python_rows(rows: Any) -> Iterator[tuple[Any, bool]]:
    """Rows as dictionaries, one after the other, and whether strings had to be repaired to be UTF-8."""
    import pyarrow as pa

    for i in range(rows.num_rows):
        row = rows.slice(i, 1)
        try:
            yield row.to_pylist()[0], False
        except UnicodeDecodeError:
            plain = {name: decoded(column) for name, column in zip(row.schema.names, row.columns, strict=True)}
            binary = {n: c.cast(pa.large_binary())[0].as_py() for n, c in plain.items() if is_string(c.type)}
            yield {name: repaired(value)[0].decode() for name, value in binary.items() if value is not None}, True
