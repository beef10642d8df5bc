"""Which score is the 90th percentile, population by population."""

from __future__ import annotations

import math
from dataclasses import dataclass

from exams.errors import InputError
from exams.exam import Exam
from scoring.scales.percentile import choose_norm, norm_tables
from scoring.scales.place import NormTable, place
from scoring.scales.possible_scores import Steps, score_steps
from scoring.scales.scale import WHOLE

MOST = 100_000  # scores tried on a scale with no upper end


@dataclass(frozen=True)
class ScoreAt:
    """The least possible score whose percentile in one population is at least the one asked for; None if none is.

    `low`, `high`: the percentile of that score. `bounded`: the table gives bounds only, and the lower one was taken.
    """

    norm: str
    population: str
    default: bool
    score: float | None
    low: float | None
    high: float | None
    percentile_definition: str
    bounded: bool = False
    method: str = ""


def scores_at(exam: Exam, percentile: float, *, of: str = WHOLE, as_of: str | None = None) -> tuple[ScoreAt, ...]:
    """The score for `percentile` (0 to 100) in every population, the newest first. InputError if nothing is known."""
    if not 0 <= percentile <= 100:
        raise InputError(f"{percentile:g} is no percentile", hint="give a number from 0 to 100")
    if of != WHOLE and of not in {s.id for s in exam.section}:
        raise InputError(f"{exam.id} has no section {of!r}", hint=f"sections: {', '.join(s.id for s in exam.section)}")
    tables = norm_tables(exam, of)
    if not tables:
        raise InputError(f"no percentiles are known for {exam.id}")
    chosen, steps = choose_norm(tables, None, as_of), score_steps(exam, of)
    rows = [_score_at(table, percentile, steps, table.norm.id == chosen) for table in tables]
    return tuple(sorted(rows, key=lambda r: not r.default))


def _score_at(table: NormTable, percentile: float, steps: Steps | None, default: bool) -> ScoreAt:
    norm = table.norm
    for score in _candidates(table, steps):
        found = place(table, score)
        if found.low is not None and found.low >= percentile - 1e-9 and not found.extrapolated:
            return ScoreAt(
                norm.id, norm.population, default, score, found.low, found.high, norm.percentile_definition,
                found.bounded, found.method,
            )  # fmt: skip
    return ScoreAt(norm.id, norm.population, default, None, None, None, norm.percentile_definition)


def _candidates(table: NormTable, steps: Steps | None) -> list[float]:
    rows = [row.score for row in table.rows]
    if steps is None:
        return rows
    if table.norm.curve is None and not table.norm.sparse:
        low, high = rows[0], rows[-1]
    else:
        low, high = steps.low, rows[-1] if math.isinf(steps.high) else steps.high
    first = math.ceil((low - steps.low) / steps.step - 1e-9)
    last = min(math.floor((high - steps.low) / steps.step + 1e-9), first + MOST)
    scores = [round(steps.low + n * steps.step, 6) for n in range(first, last + 1)]
    return sorted({*(s for s in scores if steps.holds(s)), *rows})
