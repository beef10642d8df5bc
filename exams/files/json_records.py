"""Records as JSON: one a line or one a file, read with the fault's place and written whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from exams.errors import InputError
from exams.files.atomic_write import atomic_write
from exams.files.toml_records import first_fault, large_integer

Record = TypeVar("Record", bound=BaseModel)
_MANY_DIGITS = re.compile(rb"\d{19}")


def read_json_line(kind: type[Record], line: bytes, path: Path, number: int) -> Record:
    """The record on line `number` (from 1) of `path`. InputError for a line that is none."""
    try:
        return kind.model_validate(orjson.loads(line))
    except orjson.JSONDecodeError as error:
        raise InputError(f"not JSON: {error}", where=path, line=number, hint="one object a line") from None
    except ValidationError as error:
        raise InputError(first_fault(error), where=path, line=number, hint="correct that field") from None


def refuse_large_integers(record: BaseModel, data: bytes, path: Path, number: int | None = None) -> None:
    """InputError with the field if a record read from `data` holds an integer that JSON of ours can't: beyond 64 bits.

    `number`: its line in `path`, from 1.
    """
    if _MANY_DIGITS.search(data) and (field := large_integer(record.model_dump(mode="json"))):
        hint = "no figure of ours is so large"
        raise InputError(f"{field}: an integer beyond 64 bits", where=path, line=number, hint=hint)


def write_lines(path: Path, records: Iterable[BaseModel]) -> None:
    """One JSON object a line; fields at their default are left out."""
    with atomic_write(path) as file:
        for record in records:
            file.write(_safe(record.model_dump(mode="json", exclude_defaults=True)) + b"\n")


def append_line(path: Path, record: BaseModel) -> None:
    """Add one JSON object as a line, in one write: whoever reads meanwhile sees all of it or no line end.

    A line that was cut short before it, by a machine that stopped, is ended first. OSError where it can't be written.
    """
    line = _safe(record.model_dump(mode="json", exclude_defaults=True)) + b"\n"
    with path.open("a+b") as file:
        if file.tell():
            file.seek(-1, 2)
            line = line if file.read(1) == b"\n" else b"\n" + line
        file.write(line)


def write_json(path: Path, data: Any) -> None:
    """A JSON file that a person can read."""
    with atomic_write(path) as file:
        file.write(_safe(data, orjson.OPT_INDENT_2) + b"\n")


def _safe(data: Any, option: int = 0) -> bytes:
    """JSON bytes; a lone surrogate, which a model may send and UTF-8 can't hold, becomes '?'."""
    try:
        return orjson.dumps(data, option=option | orjson.OPT_NON_STR_KEYS)
    except TypeError:
        return orjson.dumps(_without_surrogates(data), option=option | orjson.OPT_NON_STR_KEYS)


def _without_surrogates(data: Any) -> Any:
    if isinstance(data, str):
        return data.encode("utf-8", "replace").decode("utf-8")
    if isinstance(data, dict):
        return {_without_surrogates(k): _without_surrogates(v) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [_without_surrogates(v) for v in data]
    return data
