"""One line of a JSONL file of ours as a record, or the one line that says what is wrong with it and where."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from exams.errors import InputError
from exams.files.exam_folder import first_fault

Record = TypeVar("Record", bound=BaseModel)


def read_json_line(kind: type[Record], line: bytes, path: Path, number: int) -> Record:
    """The record on line `number` (from 1) of `path`. InputError for a line that is none."""
    try:
        return kind.model_validate(orjson.loads(line))
    except orjson.JSONDecodeError as error:
        raise InputError(f"not JSON: {error}", where=path, line=number, hint="one object a line") from None
    except ValidationError as error:
        raise InputError(first_fault(error), where=path, line=number, hint="correct that field") from None
