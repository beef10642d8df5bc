"""A log of one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from exams.errors import InputError
from exams.files.regular_file import read_lines


def json_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number from 1, object). InputError for a line that is none; empty lines are passed over."""
    for number, line in read_lines(path):
        if not line.strip():
            continue
        try:
            record = _value(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"not JSON: {error}", where=path, line=number, hint="one object a line") from None
        if not isinstance(record, dict):
            raise InputError("no object", where=path, line=number, hint="one object a line")
        yield number, record


def _value(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line)  # takes half a surrogate pair, which models send now and then
