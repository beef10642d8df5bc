"""A run that is still going on, read from the records it leaves as it goes. A half-written line is not there yet.

`live/` in a run folder holds `head.json`, a copy of the form, and `answers.jsonl` and `grades.jsonl`, to which a line
is added as each comes in. The run takes it away when its own records are whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from exams.errors import InputError
from exams.files.form_folder import load_form
from exams.files.toml_records import first_fault
from reports.run_folder import Run, RunHead
from scoring.types import Answer, Grade

LIVE, HEAD, ANSWERS, GRADES = "live", "head.json", "answers.jsonl", "grades.jsonl"
Record = TypeVar("Record", bound=BaseModel)


@dataclass(frozen=True)
class LiveRun:
    """What there is so far. `unread`: lines that are no record, the last one under way not counted."""

    run: Run
    unread: int

    @property
    def asked(self) -> int:
        """Questions of the form; of an adaptive exam those of the longest paper."""
        there = len(self.run.form.questions) if self.run.form else 0
        return min(there, self.run.head.form.questions or there)


def is_live(folder: Path) -> bool:
    """Whether a run is going on in this folder, or was stopped there before it could end."""
    return (folder / LIVE / HEAD).is_file()


def read_live(folder: Path) -> LiveRun:
    """Read `folder/live/`. InputError where head or form cannot be read: they are written whole, before any answer."""
    live = folder / LIVE
    try:
        head = RunHead.model_validate_json((live / HEAD).read_bytes())
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=live / HEAD) from None
    except ValidationError as error:
        raise InputError(first_fault(error), where=live / HEAD, hint="it was not written by this version") from None
    answers, bad_answers = _lines(live / ANSWERS, Answer)
    grades, bad_grades = _lines(live / GRADES, Grade)
    grades_of: dict[str, tuple[Grade, ...]] = {}
    for grade in grades:
        grades_of[grade.question] = (*grades_of.get(grade.question, ()), grade)
    run = Run(
        folder=folder,
        head=head,
        answers=answers,
        grades=grades,
        form=load_form(live / "form"),
        answer_of={a.question: a for a in answers},
        grades_of=grades_of,
        given=grades,
    )
    return LiveRun(run, bad_answers + bad_grades)


def _lines(path: Path, kind: type[Record]) -> tuple[tuple[Record, ...], int]:
    """The records of whole lines, and how many whole lines hold none."""
    found: list[Record] = []
    bad = 0
    for line in _whole_lines(path):
        try:
            found.append(kind.model_validate_json(line))
        except ValidationError:
            bad += 1
    return tuple(found), bad


def _whole_lines(path: Path) -> Iterator[bytes]:
    with suppress(FileNotFoundError), path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n") and line.strip():
                yield line
