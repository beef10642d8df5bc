"""Answers whose points are known, mixed into every packet to see how severe each grader is.

One JSON object a line: {"question": "mee-1", "text": "…", "points": 4}
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from exams.errors import InputError
from exams.files.regular_file import read_bytes
from exams.files.toml_records import first_fault
from reports.run_folder import Run


class Known(BaseModel):
    """One calibration answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    question: str
    text: str = Field(min_length=1)
    points: float = Field(ge=0)
    note: str = ""


def read_calibration(path: Path, runs: Sequence[Run]) -> list[tuple[Run, Known]]:
    """The calibration answers, each with the first run whose form has its question."""
    try:
        lines = read_bytes(path).splitlines()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            known = Known.model_validate_json(line)
        except ValidationError as error:
            hint = 'a line is {"question": "…", "text": "…", "points": 4}'
            raise InputError(first_fault(error), where=path, line=number, hint=hint) from None
        found.append((_run_with(known, runs, path, number), known))
    return found


def _run_with(known: Known, runs: Sequence[Run], path: Path, number: int) -> Run:
    for run in runs:
        for question in run.form.questions if run.form else ():
            if question.id == known.question and question.kind == "free_response":
                if known.points > question.points:
                    raise InputError(
                        f"{known.points:g} points, but {known.question} gives at most {question.points:g}",
                        where=path,
                        line=number,
                    )
                return run
    raise InputError(
        f"no free response called {known.question!r} in these runs", where=path, line=number, hint="name one of theirs"
    )
