"""Accuracy on questions published before a date and after it: does a model know what was there when it was trained?

The observation behind it: GPT-4 solved 10 of 10 Codeforces problems older than its cutoff and 0 of 10 newer ones.
Intervals are Clopper-Pearson (exact for a binomial); the test is Fisher's exact test on the two-by-two table, two
sided. A question counts as right where it earned at least half of its points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from exams.form import Form
from scoring.types import Grade, Interval


@dataclass(frozen=True)
class Period:
    """Questions of one side of the date; `by_year` holds (right, questions)."""

    right: int
    questions: int
    by_year: tuple[tuple[int, int, int], ...]  # year, right, questions

    @property
    def share(self) -> float | None:
        """Right ÷ questions; None without any."""
        return self.right / self.questions if self.questions else None

    @property
    def interval(self) -> Interval | None:
        """95 % Clopper-Pearson interval of the share."""
        if not self.questions:
            return None
        from scipy.stats import binomtest

        found = binomtest(self.right, self.questions).proportion_ci(0.95, "exact")
        return Interval(low=float(found.low), high=float(found.high), method="Clopper-Pearson")


@dataclass(frozen=True)
class BeforeAfter:
    """`before`: published before the date; `after`: on it or later. `p_value` None where a side has no question."""

    cutoff: date
    before: Period
    after: Period
    undated: int
    ungraded: int
    p_value: float | None


def before_after(form: Form, grades: Iterable[Grade], cutoff: date) -> BeforeAfter:
    """Split the graded questions of a form by their date. Undated and ungraded ones are left out and counted."""
    grade_of = {g.question: g for g in grades}
    sides: tuple[list[tuple[int, bool]], list[tuple[int, bool]]] = ([], [])
    undated = ungraded = 0
    for question in form.questions:
        grade = grade_of.get(question.id)
        if question.written is None:
            undated += 1
        elif grade is None or grade.points is None:
            ungraded += 1
        else:
            sides[question.written >= cutoff].append((question.written.year, 2 * grade.points >= grade.max_points))
    before, after = (_period(side) for side in sides)
    return BeforeAfter(cutoff, before, after, undated, ungraded, _p_value(before, after))


def _period(answers: list[tuple[int, bool]]) -> Period:
    years = sorted({year for year, _ in answers})
    by_year = tuple(
        (y, sum(r for year, r in answers if year == y), sum(year == y for year, _ in answers)) for y in years
    )
    return Period(sum(right for _, right in answers), len(answers), by_year)


def _p_value(before: Period, after: Period) -> float | None:
    if not before.questions or not after.questions:
        return None
    import numpy as np
    from scipy.stats import fisher_exact

    table = np.array([[p.right, p.questions - p.right] for p in (before, after)])
    return float(fisher_exact(table)[1])
