"""JSON and JSONL as records: NaN allowed, nesting undone, lines one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import orjson

from exams.errors import InputError
from exams.files.regular_file import check_values
from exams.loaders.row import Row
from exams.loaders.source import Source
from exams.loaders.tables.nested_records import records_in

_LONGEST_LOOSE = 64 * 2**20


def json_rows(source: Source) -> Iterator[Row | InputError]:
    """Records of a file that is one JSON value."""
    try:
        data = source.text.encode()
        check_values(data, source.path)
        value = parse_json(data)
    except orjson.JSONDecodeError as error:
        line = error.lineno if error.lineno > 1 else None
        raise source.fault(f"not JSON: {error.msg}", line=line, hint="correct it there") from None
    if not isinstance(value, (list, dict)):
        raise source.fault("neither a list of objects nor an object", hint="a list of questions is expected")
    for number, record in enumerate(records_in(value), 1):
        if not isinstance(record, dict):
            raise source.fault("not an object", place=f"record {number}", hint="a list of objects is expected")
        yield Row(source, number, None, record)


def jsonl_rows(source: Source) -> Iterator[Row | InputError]:
    """Records of a file with one JSON object a line; an object may hold several questions."""
    number = 0
    for line, data in source.lines():
        text = source.decode(data, line) if line == 1 or data[:2] in (b"\xff\xfe", b"\xfe\xff") else None
        if not data.strip():
            continue
        try:
            record = parse_json(data if text is None else text.encode())
        except orjson.JSONDecodeError as error:
            raise source.fault(f"not JSON: {error.msg}", line=line, hint="one object per line is expected") from None
        if not isinstance(record, dict):
            raise source.fault("not an object", line=line, hint="one object per line is expected")
        for inner in records_in(record):
            number += 1
            yield Row(source, number, line, inner if isinstance(inner, dict) else record)


def parse_json(data: bytes) -> Any:
    """A JSON value; NaN and Infinity, which Python and pandas write, count as no value. orjson.JSONDecodeError."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        if (b"NaN" not in data and b"Infinity" not in data) or len(data) > _LONGEST_LOOSE:
            raise
        try:
            return json.loads(data, parse_constant=lambda name: None)
        except (ValueError, RecursionError):
            raise orjson.JSONDecodeError("not JSON", data.decode("utf-8", "replace"), 0) from None
