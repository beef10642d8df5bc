"""Read `contests.jsonl` of a Codeforces form: problems by question id, and the standings of the human contestants.

One line a contest: {"id": "1790", "problems": [{"question": "1790-a", "points": 500}], "standings": [[1512, 2480, 0]]}
with a row [rating before the contest, points, penalty] for each contestant. Contests that count solved problems give
no points for problems, the number solved as points and wrong tries as penalty. `"invented": true` says that no person
took the contest: its ratings get no percentile.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from exams.errors import InputError
from exams.files.json_records import read_json_line
from exams.form import Form
from scoring.ratings.equilibrium import Contest, Problem


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    class Problem(BaseModel):
        """A problem of the contest; `points` is missing where the contest counts problems."""

        model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
        question: str
        points: float | None = Field(None, gt=0)

    id: str
    invented: bool = False
    problems: tuple[Problem, ...] = Field(min_length=1)
    standings: tuple[tuple[float, float, float], ...] = Field(min_length=1)


def read_contests(form: Form) -> tuple[Contest, ...] | None:
    """The contests beside the form's questions; None if it has none. InputError for a line that cannot be used."""
    path = form.folder / "contests.jsonl"
    if not path.is_file():
        return None
    known = {q.id for q in form.questions}
    contests = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if line.strip():
            contests.append(_contest(line, known, path, number))
    return tuple(contests)


def _contest(line: bytes, known: set[str], path: Path, number: int) -> Contest:
    record = read_json_line(_Line, line, path, number)
    stray = [p.question for p in record.problems if p.question not in known]
    if stray:
        raise InputError(f"problem {stray[0]!r} is not on the form", where=path, line=number, hint="add the question")
    ratings, points, penalty = np.array(record.standings, dtype=float).T
    problems = tuple(Problem(p.question, p.points) for p in record.problems)
    return Contest(record.id, problems, ratings, points, penalty, record.invented)
