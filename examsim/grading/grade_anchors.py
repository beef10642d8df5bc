"""Hold a grading model against the form's graded anchors. The calls are cached like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from exams.anchor import Anchor
from exams.form import Form
from exams.question import Question
from examsim.grading.model_grader import ModelGrader
from examsim.models.concurrency import each
from scoring.types import AnchorGrade, Answer


async def grade_anchors(
    grader: ModelGrader,
    form: Form,
    questions: Iterable[Question],
    workers: int = 1,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[AnchorGrade]:
    """The grader's points for each anchor of these questions, as for any answer: it sees the others, and not this one's
    points. An anchor that could not be graded says why.

    `workers` at a time; `tell` takes how many are done, and of how many.
    """
    asked = {q.id: q for q in questions}
    anchors = [a for a in form.anchors if a.question in asked]
    return await each(partial(_one, grader, asked), anchors, workers, tell) if anchors else []


async def _one(grader: ModelGrader, asked: Mapping[str, Question], anchor: Anchor) -> AnchorGrade:
    question = asked[anchor.question]
    answer = Answer(question=question.id, section=question.section, status="answered", text=anchor.text)
    grade = await grader(question, answer, hidden=anchor.text)
    return AnchorGrade(
        question=question.id,
        section=question.section,
        grader=grader.label,
        known=anchor.points,
        given=grade.points,
        max_points=question.points,
        note=grade.note if grade.points is None else "",
    )
