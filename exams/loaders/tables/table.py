"""Rows out of JSONL, JSON, CSV, TSV and Parquet, whatever they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from exams.errors import InputError
from exams.loaders.row import Row
from exams.loaders.source import MOST_BYTES, Source
from exams.loaders.tables.csv_cells import csv_cells
from exams.loaders.tables.grid_rows import grid_rows
from exams.loaders.tables.json_rows import json_rows, jsonl_rows, parse_json
from exams.loaders.tables.workbook import is_workbook, workbook_rows

_MOST_ROWS = 5_000_000


def rows(source: Source) -> Iterator[Row | InputError]:
    """Records of any supported table, one at a time where the format allows it; a row that is off as its fault."""
    if is_parquet(source):
        yield from _parquet(source)
    elif is_workbook(source):
        yield from workbook_rows(source)
    elif is_json(source):
        yield from json_rows(source) if _is_one_value(source) else jsonl_rows(source)
    else:
        yield from grid_rows(source, list(csv_cells(source)))


def is_parquet(source: Source) -> bool:
    """Parquet begins with its four magic bytes."""
    return source.head[:4] == b"PAR1"


def is_json(source: Source) -> bool:
    """JSON or JSONL, by what the file begins with."""
    return source.head_text.lstrip()[:1] in ("{", "[")


def _is_one_value(source: Source) -> bool:
    first = source.head_text.lstrip()
    if first.startswith("["):
        return not (source.suffix == ".jsonl" and first.split("\n", 1)[0].rstrip().endswith("]"))
    line, newline, _ = first.partition("\n")
    if not newline:
        return len(source.head) < 60_000 and source.suffix != ".jsonl"
    try:
        parse_json(line.encode())
    except orjson.JSONDecodeError:
        return (source.suffix != ".jsonl" and line.rstrip() in ("{", "{ ")) or not line.rstrip().endswith("}")
    return False


def headerless_cells(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row, the first included: for tables without a header."""
    return csv_cells(source)


def _parquet(source: Source) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        file = pq.ParquetFile(source.path)
        size = sum(file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups))
        if size > 8 * MOST_BYTES or file.metadata.num_rows > _MOST_ROWS:
            raise source.fault("unpacks to more than 2 GiB, or 5 million rows", hint="split it")
        for batch in file.iter_batches(batch_size=1024):
            for record in batch.to_pylist():
                number += 1
                yield Row(source, number, None, record)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise source.fault(f"not a Parquet file: {str(error).splitlines()[0]}", hint="fetch the file again") from None


def first_fields(source: Source) -> Mapping[str, Any]:
    """Fields of the first record, {} if there is none or it can't be read: for sniffing."""
    try:
        return next((row.fields for row in rows(source) if isinstance(row, Row)), {})
    except InputError:
        return {}
