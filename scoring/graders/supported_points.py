"""Points that a model gave for words which are not in the answer.

They count as given: a grader may sum up instead of quoting, and some criteria ask for what no words can show. What the
score and the agreement with people would be without them is beside, so that nobody has to believe either.
"""

from __future__ import annotations

from collections.abc import Iterable

from exams.form import Form
from exams.question import Question
from scoring.types import CriterionGrade, Grade

SUFFIX = ", supported points only"


def founded_only(question: Question, grade: Grade) -> Grade:
    """A model's grade less what it gave or took for words that are not in the answer; the same grade if nothing.

    Totals are made anew by the rubric. A level of a holistic rubric is not taken apart.
    """
    if question.rubric is None or question.rubric.kind == "holistic" or not any(map(is_unsupported, grade.criteria)):
        return grade
    criteria = tuple(c.model_copy(update={"points": 0.0}) if is_unsupported(c) else c for c in grade.criteria)
    points = question.rubric.points({c.criterion: c.points for c in criteria})
    return grade.model_copy(update={"points": points, "criteria": criteria})


def without_unsupported(form: Form, grades: Iterable[Grade]) -> tuple[Grade, ...]:
    """All grades, those of models by `founded_only`."""
    questions = {q.id: q for q in form.questions}
    return tuple(
        founded_only(questions[g.question], g) if g.grader_kind == "model" and g.question in questions else g
        for g in grades
    )


def is_unsupported(criterion: CriterionGrade) -> bool:
    """Whether points were given, or taken, for words that are not in the answer or for none."""
    return criterion.supported is False and criterion.points != 0


def unsupported_share(question: Question, grades: Iterable[Grade]) -> tuple[float, float]:
    """Points of these grades that go when only supported ones are kept, and all their points."""
    given = [g for g in grades if g.points is not None]
    kept = (founded_only(question, g).points or 0.0 for g in given)
    whole = sum(g.points or 0.0 for g in given)
    return whole - sum(kept), whole
