"""What those who sat a form came to: each one's score as a model's is made, their norm, and a model's place in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from exams.exam import Exam
from exams.form import Form
from exams.question import Question
from exams.routing import form_of
from examsim.people.sheet import Sheet
from scoring.items.sitting import Sitting
from scoring.reading.key_grading import grade_by_key
from scoring.score_exam import score_exam
from scoring.types import Answer, Grade, Interval

KEYED = ("multiple_choice", "multiple_select", "numeric", "short_answer")
FEW = 30  # people below whom a norm is rough
PEOPLE = "people"  # the family of those who are no models


@dataclass(frozen=True)
class PersonResult:
    """`score` on the exam's own scale, None where it has none (ungraded answers, no exam); `share` of the points by
    key."""

    id: str
    score: float | None
    share: float
    graded: int
    blank: int


@dataclass(frozen=True)
class Place:
    """A model's place among people, from 1 for the best. `low`, `high`: by its score's 95 % interval, None without."""

    model: str
    value: float
    place: int
    of: int
    tied: int
    low: int | None = None
    high: int | None = None


def grades_of(form: Form, sheet: Sheet) -> list[Grade]:
    """The sheet graded as a model's answers are; free responses and programs stay ungraded."""
    return [_grade(q, sheet) for q in form.questions if q.id not in sheet.not_asked]


def results_of(exam: Exam | None, form: Form, sheets: Iterable[Sheet]) -> list[PersonResult]:
    """Everybody's score, through the form's link where it has one."""
    found = []
    for sheet in sheets:
        grades = grades_of(form, sheet)
        score = None
        if exam is not None:
            sat = form_of(form, {g.question for g in grades}) if sheet.not_asked else form
            score = score_exam(exam, sat, grades, model=sheet.id, n_resamples=0).full.value
        keyed = [g for g in grades if g.points is not None]
        found.append(
            PersonResult(
                id=sheet.id,
                score=score,
                share=sum(g.points or 0.0 for g in keyed) / max(1e-12, sum(g.max_points for g in keyed)),
                graded=len(keyed),
                blank=sum(g.status == "blank" for g in grades),
            )
        )
    return found


def sittings_of(form: Form, sheets: Iterable[Sheet]) -> list[Sitting]:
    """The sheets as rows of item analysis."""
    with_options = {q.id for q in form.questions if q.options}
    found = []
    for sheet in sheets:
        shares = {g.question: g.points / g.max_points for g in grades_of(form, sheet) if g.points is not None}
        choices = {q: a for q, a in sheet.answers.items() if q in with_options}
        found.append(Sitting(sheet.id, PEOPLE, shares, choices))
    return found


def norm_rows(values: Sequence[float]) -> list[tuple[float, float]]:
    """(score, percent strictly below it) for every score that was made, rising."""
    ordered = sorted(values)
    return [(v, 100 * bisect_left(ordered, v) / len(ordered)) for v in sorted(set(ordered))]


def place_of(model: str, value: float, interval: Interval | None, people: Sequence[float]) -> Place:
    """Where the model would have been among `people`, itself counted in."""
    ordered = sorted(people)

    def rank(x: float) -> int:
        return 1 + len(ordered) - bisect_right(ordered, x + 1e-9)

    tied = bisect_right(ordered, value + 1e-9) - bisect_left(ordered, value - 1e-9)
    ends = (None, None) if interval is None else (rank(interval.high), rank(interval.low))
    return Place(model, value, rank(value), len(ordered) + 1, tied, *ends)


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Mean, standard deviation (n − 1; 0 for one person), median."""
    own = np.array(values, dtype=float)
    return float(own.mean()), float(own.std(ddof=1)) if len(own) > 1 else 0.0, float(np.median(own))


def _grade(question: Question, sheet: Sheet) -> Grade:
    asked = question.id in sheet.answers or question.id in sheet.points
    given = sheet.answers.get(question.id, ())
    told = Answer(
        question=question.id,
        section=question.section,
        status="missing" if not asked else "answered" if given else "blank",
        text=" ".join(given),
        choice=given,
    )
    if question.kind not in KEYED or question.id in sheet.points:
        share = sheet.points.get(question.id)
        return Grade(
            question=question.id, section=question.section, points=None if share is None else share * question.points,
            max_points=question.points, grader="key" if share is not None else "none",
            grader_kind="key" if share is not None else "none", status="answered" if share is not None else told.status,
            part=question.part, cluster=question.passage,
        )  # fmt: skip
    return grade_by_key(question, told)
