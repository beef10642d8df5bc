"""Points for several independent answers to one question, and for the answer that most of them gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from exams.question import Question
from scoring.reading.key_grading import grade_by_key, number
from scoring.types import Answer, DrawnGrade, Grade


def as_answers(answer: Answer) -> tuple[Answer, ...]:
    """Each draw as an answer of its own, the first first."""
    first = answer.model_copy(update={"draws": ()})
    return (first, *(first.model_copy(update=dict(draw)) for draw in answer.draws))


def with_draws(question: Question, answer: Answer, grade: Grade) -> Grade:
    """The grade by key of the first answer, with the points of all draws and of the majority's answer."""
    if not answer.draws:
        return grade
    drawn = as_answers(answer)
    grades = [grade_by_key(question, one) for one in drawn]
    voted = majority(question, drawn)
    points = None if voted is None else grade_by_key(question, voted).points
    return with_drawn(grade, grades).model_copy(update={"majority": points})


def with_drawn(grade: Grade, grades: Sequence[Grade]) -> Grade:
    """A grade with those of all draws in it."""
    return grade.model_copy(update={"draws": tuple(DrawnGrade(points=g.points, status=g.status) for g in grades)})


def with_attempts(grade: Grade) -> Grade:
    """A program's grade, its attempts as draws."""
    if len(grade.criteria) < 2 or grade.points is None:
        return grade
    return grade.model_copy(update={"draws": tuple(DrawnGrade(points=c.points) for c in grade.criteria)})


def majority(question: Question, drawn: Sequence[Answer]) -> Answer | None:
    """The first of the draws that gave the answer which most of them gave; of equally frequent ones the one that came
    first. Draws without an answer have no vote; None where there is none.

    Numbers are one answer where they are equal ('0.5', '1/2'), labels in any order, other texts without regard to case
    and spaces.
    """
    votes = [(_same(question, a.choice), a) for a in drawn if a.status == "answered" and a.choice]
    if not votes:
        return None
    counted = Counter(key for key, _ in votes)
    most = max(counted.values())
    return next(answer for key, answer in votes if counted[key] == most)


def _same(question: Question, choice: tuple[str, ...]) -> object:
    if question.kind == "numeric" and len(choice) == 1 and (value := number(choice[0])) is not None:
        return value
    words = tuple(" ".join(c.casefold().split()) for c in choice)
    return tuple(sorted(set(words))) if question.options else words
