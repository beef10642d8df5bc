"""The lines of a file of recorded answers: an optional head that says whose they are, then one line a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from exams.errors import InputError
from exams.files.json_records import read_json_line
from exams.files.regular_file import read_bytes
from exams.files.toml_records import first_fault
from scoring.types import CriterionGrade


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReplayHead(_Line):
    """The first line, where it says whose answers follow and how they came about. Shown wherever the model is named."""

    replay: Literal["examsim.replay/1"]
    model: str = Field(min_length=1)
    date: str = Field("", description="when the replies were recorded: 2026-11-29")
    server: str = ""
    prompt: str = Field("", description="how questions were put: zero-shot, few-shot")
    parameters: dict[str, Any] = Field(default_factory=dict, description="as they were sent: temperature, max_tokens")
    grader: str = Field("", description="the model that gave the grades in the file")
    about: str = Field("", description="anything else a reader of the result must know")


class RecordedGrade(_Line):
    """`grade` of a line: what a grader gave this very text. `points` None: the grader gave nothing usable."""

    grader: str = Field(min_length=1)
    points: float | None
    criteria: tuple[CriterionGrade, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class RecordedAnswer:
    """One line: its number in the file, the record as it stands there, and the grade where it holds one."""

    line: int
    record: dict[str, Any]
    grade: RecordedGrade | None = None


@dataclass(frozen=True)
class ReplayFile:
    """All of a file: answers by the question's id."""

    path: Path
    head: ReplayHead | None = None
    answers: dict[str, RecordedAnswer] = field(default_factory=dict, repr=False)


def read_replay(path: Path) -> ReplayFile:
    """Read it. InputError with file and line for what is no such line, and for a file without any answer."""
    head: ReplayHead | None = None
    answers: dict[str, RecordedAnswer] = {}
    for number, line, record in _records(path):
        if isinstance(record, dict) and "replay" in record:
            if head is not None or answers:
                raise InputError("the head is the first line or none", where=path, line=number, hint="one model a file")
            head = read_json_line(ReplayHead, line, path, number)
            continue
        name = record.get("question", record.get("id")) if isinstance(record, dict) else None
        if not isinstance(name, str):
            raise InputError(
                'no question id: the line needs "question": "…"', where=path, line=number, hint="add the id"
            )
        if name in answers:
            raise InputError(f"question {name!r} is answered twice", where=path, line=number, hint="remove one line")
        answers[name] = RecordedAnswer(number, record, _grade(record, path, number))
    if not answers:
        raise InputError("holds no answer", where=path, hint='one object a line: {"question": "…", "answer": "C"}')
    return ReplayFile(path, head, answers)


def _records(path: Path) -> Iterator[tuple[int, bytes, Any]]:
    try:
        lines = read_bytes(path).splitlines()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path, hint="replay:FILE names a file") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, line, orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise InputError(f"not JSON: {error}", where=path, line=number, hint="one object a line") from None


def _grade(record: dict[str, Any], path: Path, number: int) -> RecordedGrade | None:
    if record.get("grade") is None:
        return None
    try:
        return RecordedGrade.model_validate(record["grade"])
    except ValidationError as error:
        raise InputError(f"grade: {first_fault(error)}", where=path, line=number, hint="correct that field") from None
