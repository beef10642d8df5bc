"""One score in all known populations, without a run."""

from __future__ import annotations

from exams.errors import InputError
from exams.exam import Exam
from scoring.scales.percentile import choose_norm, norm_tables, percentiles
from scoring.scales.possible_scores import check_possible
from scoring.scales.scale import WHOLE
from scoring.types import Percentile


def standing(
    exam: Exam, score: float, *, of: str = WHOLE, population: str | None = None, as_of: str | None = None
) -> tuple[Percentile, ...]:
    """Percentiles of `score` (or of section `of`), the newest population first; one row if `population` names one.

    as_of: a year or month, to tell the population first that was the newest then. InputError: a score outside the
    scale or between two possible ones, a section or population that does not exist, an exam with no norm.
    """
    if of != WHOLE and of not in {s.id for s in exam.section}:
        raise InputError(f"{exam.id} has no section {of!r}", hint=f"sections: {', '.join(s.id for s in exam.section)}")
    check_possible(exam, score, of)
    tables = norm_tables(exam, of)
    if not tables:
        raise InputError(f"no percentiles are known for {exam.id}", hint=_elsewhere(exam, of))
    chosen = choose_norm(tables, population, as_of)
    rows = percentiles(tables, score, chosen=chosen)
    if population is not None:
        return tuple(p for p in rows if p.norm == chosen)
    return tuple(sorted(rows, key=lambda p: not p.default))


def _elsewhere(exam: Exam, of: str) -> str:
    others = sorted({n.of for n in exam.norm} - {of})
    return f"there are some --of {', '.join(others)}" if others else "no public table was found"
