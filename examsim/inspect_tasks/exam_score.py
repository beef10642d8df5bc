"""The metric: what all samples of a form amount to on the exam's own scale, and among people."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from exams.question import Question
from examsim.inspect_tasks.task_form import TaskForm, plan_of
from scoring.score_exam import score_exam
from scoring.types import ExamScore, Grade, Percentile

UNASKED = "missing"  # of a question without a score: nothing is known of what the model would have said


def exam_score(**asked: Any) -> Any:
    """The metric of a task. `asked`: the fields of TaskForm.

    It gives `scaled_score` with its 95 % interval, or where answers are ungraded `scaled_score_at_least` and
    `…_at_most`; `percentile` (or its lowest and highest value where no one number is known); `percent` of the points,
    or of those graded; `ungraded`, the questions of the form without points. What is unknown is left out, never 0.
    """
    of = TaskForm(**asked)

    def metric(scores: Sequence[Any]) -> dict[str, float]:
        from inspect_ai.scorer import value_to_float

        number = value_to_float()
        known = {str(s.sample_id): (number(s.score.value), s.score.metadata or {}) for s in scores}
        return values(scored(of, known))

    return metric


def scored(of: TaskForm, known: Mapping[str, tuple[float, Mapping[str, Any]]]) -> ExamScore:
    """The score of a form of which the questions in `known` have shares of their points, 0 to 1, and a status."""
    plan = plan_of(of)
    grades = [_grade(q, *known.get(q.id, (None, {}))) for q in plan.form.questions]
    return score_exam(plan.exam, plan.form, grades, model="", population=of.population, as_of=of.as_of)


def values(score: ExamScore) -> dict[str, float]:
    """The numbers that are known of a score."""
    full = score.full
    told: dict[str, float | None] = {"scaled_score": full.value}
    if full.value is not None and full.interval is not None:
        told |= {"scaled_score_ci_low": full.interval.low, "scaled_score_ci_high": full.interval.high}
    if full.bounds is not None:
        told |= {"scaled_score_at_least": full.bounds[0], "scaled_score_at_most": full.bounds[1]}
    told |= _among_people(next((p for p in full.percentiles if p.default), None))
    ungraded = sum(s.ungraded for s in full.sections)
    told |= {"percent_of_graded" if ungraded else "percent": full.percent, "ungraded": float(ungraded)}
    return {name: float(value) for name, value in told.items() if value is not None and math.isfinite(value)}


def _among_people(found: Percentile | None) -> dict[str, float | None]:
    if found is None:
        return {}
    told = {"percentile_low": found.low, "percentile_high": found.high}
    if found.low == found.high and found.single:
        told["percentile"] = found.low
    if found.interval is not None:
        told |= {"percentile_ci_low": found.interval.low, "percentile_ci_high": found.interval.high}
    return told


def _grade(question: Question, share: float | None, about: Mapping[str, Any]) -> Grade:
    written = question.kind == "free_response"
    status = about.get("status") or ("answered" if written or share is not None else UNASKED)
    return Grade(
        question=question.id,
        section=question.section,
        points=None if share is None else question.points * share,
        max_points=question.points,
        grader=str(about.get("grader") or ("" if written else "key")),
        grader_kind="none" if share is None else "key",
        status=status,
        part=question.part,
        cluster=question.passage,
    )
