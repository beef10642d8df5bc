"""Hold a grading model against the form's graded anchors. The calls are cached like any other."""

from __future__ import annotations

from collections.abc import Iterable

from exams.anchor import Anchor
from exams.form import Form
from exams.question import Question
from examsim.grading.model_grader import ModelGrader
from scoring.types import AnchorGrade, Answer


async def grade_anchors(grader: ModelGrader, form: Form, questions: Iterable[Question]) -> list[AnchorGrade]:
    """The grader's points for each anchor of these questions, as for any answer: it sees the others, and not this one's
    points. An anchor that could not be graded says why."""
    asked = {q.id: q for q in questions}
    return [await _one(grader, asked[a.question], a) for a in form.anchors if a.question in asked]


async def _one(grader: ModelGrader, question: Question, anchor: Anchor) -> AnchorGrade:
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
