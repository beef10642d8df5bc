"""Which of several grades counts: adjudicator, then people, then key and tests, then a model's votes, then nobody.

All grades are kept; this only says which one the score is made from, and by whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean, median

import numpy as np

from exams.form import Form
from exams.question import Question
from exams.rubric import Rubric
from scoring.scales.rounding import round_to_step
from scoring.types import CriterionGrade, Grade

DEFAULT_STEP = 0.5


def resolve_grades(form: Form, grades: Iterable[Grade]) -> tuple[Grade, ...]:
    """One grade per question, in the order of the form; grades of questions that are not on it come last, unchanged.

    Several people: the mean, rounded half to even to the rubric's step. Several votes of a model's latest round that
    has points: the median, rounded likewise. Calibration grades never count. A grade without points counts only where
    there is no other.
    """
    given: dict[str, list[Grade]] = {}
    for grade in grades:
        if grade.role != "calibration":
            given.setdefault(grade.question, []).append(grade)
    settled = [_settled(q, given.pop(q.id)) for q in form.questions if q.id in given]
    return (*settled, *(g for rest in given.values() for g in rest))


def total_step(rubric: Rubric | None) -> float:
    """Smallest step between two totals: of the levels, or the finest of the criteria's."""
    if rubric is None:
        return DEFAULT_STEP
    return rubric.step if rubric.kind == "holistic" else min(c.step for c in rubric.criteria)


def people_grades(grades: Iterable[Grade]) -> dict[str, Grade]:
    """The grades single people gave one question, by person; a later grade replaces an earlier one."""
    return {g.grader: g for g in grades if g.grader_kind == "human" and g.role == "" and g.points is not None}


def model_votes(grades: Sequence[Grade]) -> list[Grade]:
    """The votes of the latest round that gave points to one question; empty if no model did."""
    graded = [g for g in grades if g.grader_kind == "model" and g.points is not None and g.role == ""]
    latest = max((g.round for g in graded), default=0)
    return [g for g in graded if g.round == latest]


def people_on(question: Question, grades: Sequence[Grade]) -> Grade | None:
    """What people say in the end about one answer: the last adjudication, else the mean; None if nobody graded it."""
    adjudicated = [g for g in grades if g.role == "adjudicator" and g.grader_kind == "human" and g.points is not None]
    if adjudicated:
        return adjudicated[-1]
    people = list(people_grades(grades).values())
    if len(people) < 2:
        return people[0] if people else None
    names = " and ".join(sorted(g.grader for g in people))
    return _joined(question, people, fmean, grader=f"mean of {names}")


def model_on(question: Question, grades: Sequence[Grade]) -> Grade | None:
    """What the model says about one answer: its only vote, or the median of several; None if no model graded it."""
    votes = model_votes(grades)
    if len(votes) < 2:
        return votes[0] if votes else None
    names = " and ".join(sorted({g.grader for g in votes}))
    return _joined(question, votes, median, grader=f"median of {len(votes)} votes by {names}")


def _settled(question: Question, grades: list[Grade]) -> Grade:
    by_people = people_on(question, grades)
    if by_people is not None:
        return by_people
    certain = [g for g in grades if g.grader_kind in ("key", "tests") and g.points is not None]
    if certain:
        return certain[-1]
    by_model = model_on(question, grades)
    if by_model is not None:
        return by_model
    with_points = [g for g in grades if g.points is not None and g.role == ""]  # nothing there to grade: 0 by nobody
    return with_points[-1] if with_points else grades[-1]


def _joined(
    question: Question, grades: list[Grade], middle: Callable[[Sequence[float]], float], *, grader: str
) -> Grade:
    points = [g.points for g in grades if g.points is not None]
    value = _stepped(middle(points), total_step(question.rubric))
    return grades[0].model_copy(
        update={
            "points": min(grades[0].max_points, value),
            "grader": grader,
            "self_graded": any(g.self_graded for g in grades),
            "criteria": _joined_criteria(grades, middle),
            "role": "resolved",
            "averaged": len(points),
            "note": "from " + ", ".join(f"{p:g}" for p in points),
        }
    )


def _joined_criteria(grades: list[Grade], middle: Callable[[Sequence[float]], float]) -> tuple[CriterionGrade, ...]:
    """Points per criterion, unrounded: they explain the total, which is made from the graders' own totals."""
    found: dict[str, list[float]] = {}
    for grade in grades:
        for c in grade.criteria:
            found.setdefault(c.criterion, []).append(c.points)
    return tuple(CriterionGrade(criterion=name, points=round(middle(p), 9)) for name, p in found.items())


def _stepped(value: float, step: float) -> float:
    return float(round_to_step(np.array([value]), step)[0])
