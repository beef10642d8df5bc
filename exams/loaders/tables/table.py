"""Rows out of JSONL, JSON, CSV, TSV and Parquet, whatever they mean."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from exams.loaders.row import Row
from exams.loaders.source import MOST_BYTES, Source

# where JSON files keep their list of records, in the order in which the names are tried
_LISTS = ("questions", "data", "examples", "example", "rows", "items", "samples", "problems", "test")
_MOST_ROWS = 5_000_000
_LONGEST_CELL = 16 * 2**20


def rows(source: Source) -> Iterator[Row]:
    """Records of any supported table, one at a time where the format allows it."""
    if is_parquet(source):
        yield from _parquet(source)
    elif is_json(source):
        yield from _json(source) if _is_one_value(source) else _jsonl(source)
    else:
        yield from _csv(source)


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
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return (source.suffix != ".jsonl" and line.rstrip() in ("{", "{ ")) or not line.rstrip().endswith("}")
    return False


def _jsonl(source: Source) -> Iterator[Row]:
    number = 0
    for line_number, line in source.lines():
        if line_number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            source.decode(line, line_number)
            raise source.fault(f"not JSON: {error}", line=line_number, hint="one object a line") from None
        if not isinstance(value, dict):
            raise source.fault("not an object", line=line_number, hint="one object a line")
        number += 1
        yield Row(source, number, line_number, value)


def _json(source: Source) -> Iterator[Row]:
    try:
        value = orjson.loads(source.text.encode())
    except orjson.JSONDecodeError as error:
        line = error.lineno if error.lineno > 1 else None
        raise source.fault(f"not JSON: {error.msg}", line=line, hint="correct it there") from None
    for number, record in enumerate(_records(value, source), 1):
        if not isinstance(record, dict):
            raise source.fault("not an object", place=f"record {number}", hint="a list of objects is expected")
        yield Row(source, number, None, record)


def _records(value: Any, source: Source) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for name in _LISTS:
            if isinstance(value.get(name), list):
                return list(value[name])
        columns = [c for c in value.values() if isinstance(c, list)]
        if columns and len(columns) == len(value) and len({len(c) for c in columns}) == 1 and len(value) > 1:
            return [dict(zip(value, cells, strict=True)) for cells in zip(*columns, strict=True)]
        return [value]
    raise source.fault("neither a list of objects nor an object", hint="a list of questions is expected")


def _csv(source: Source) -> Iterator[Row]:
    cells = _csv_cells(source)
    header = next(cells, (0, []))[1]
    names = [name.strip().removeprefix("\ufeff") for name in header]
    if len(names) < 2:
        raise source.fault(
            "no known format: neither JSON, nor a table of at least two columns", hint="name it with --format"
        )
    for number, (line, row) in enumerate(cells, 1):
        if len(row) != len(names):
            what = f"{len(row)} cells, but the header has {len(names)}"
            raise source.fault(what, line=line, hint="quote cells that hold the separator")
        yield Row(source, number, line, {n: c for n, c in zip(names, row, strict=True) if c != ""})


def headerless_cells(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row, the first included: for tables without a header."""
    return _csv_cells(source)


def _csv_cells(source: Source) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(source.text), delimiter=separator(source))
    before = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise source.fault(f"not a table: {error}", line=reader.line_num) from None
        if row is None:
            return
        line, before = before + 1, reader.line_num
        if any(cell.strip() for cell in row):
            yield line, row


def separator(source: Source) -> str:
    """Comma, tab or semicolon: a tab for .tsv, else whichever the first line has most of."""
    if source.suffix == ".tsv":
        return "\t"
    first = source.head_text.lstrip().split("\n", 1)[0]
    return max(",\t;", key=first.count)


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
    from exams.errors import InputError

    try:
        return next((row.fields for row in rows(source)), {})
    except InputError:
        return {}
