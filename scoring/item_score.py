"""Join a form with its grades: what each question earned, and what it could have earned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from exams.errors import InputError
from exams.exam import Exam
from exams.form import Form
from exams.form_sections import check_sections
from exams.question import Question
from scoring.types import UNKNOWN, AnswerStatus, Grade, GraderKind


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One question of the form. `points` None = not graded yet. `cluster` is its passage, or the question itself;
    `lowest_level` the points of the lowest level of a holistic rubric, None without one."""

    question: str
    section: str
    part: str | None
    cluster: str
    points: float | None
    maximum: float
    status: AnswerStatus
    grader: str
    self_graded: bool
    free: bool
    attempts: tuple[bool, ...] = ()
    grader_kind: GraderKind = "none"
    failed: bool = False
    lowest_level: float | None = None
    readings: Mapping[str, float] = field(default_factory=dict)

    @property
    def unknown(self) -> bool:
        """Whether it was meant to be answered and graded, and something outside the candidate failed."""
        return self.points is None and (self.failed or self.status in UNKNOWN)


def credits_of(exam: Exam, form: Form, grades: Iterable[Grade]) -> tuple[ItemScore, ...]:
    """One ItemScore per question of the form, in its order. A question without a grade is ungraded.

    InputError: a grade for a question that is not on the form, two for one question, points below 0 or above the
    maximum, a question of a section that the exam does not have.
    """
    check_sections(exam, form)
    by_question = _by_question(grades)
    item_scores = []
    for question in form.questions:
        grade = by_question.pop(question.id, None)
        item_scores.append(
            ItemScore(
                question=question.id,
                section=question.section,
                part=question.part,
                cluster=question.passage or f"\x00{question.id}",
                points=None if grade is None else grade.points,
                maximum=question.points if grade is None else grade.max_points,
                status="missing" if grade is None else grade.status,
                grader="none" if grade is None else grade.grader,
                self_graded=grade is not None and grade.self_graded,
                free=question.kind == "free_response",
                attempts=_attempts(question, grade),
                grader_kind="none" if grade is None else grade.grader_kind,
                failed=grade is not None and grade.failed,
                lowest_level=_lowest_level(question),
                readings={} if grade is None else grade.readings,
            )
        )
    if by_question:
        raise InputError(
            f"a grade names question {sorted(by_question)[0]!r}, which is not on the form {form.id}",
            hint="score the run with the form it was taken on",
        )
    return tuple(item_scores)


def _lowest_level(question: Question) -> float | None:
    levels = question.rubric.levels if question.rubric is not None else ()
    return min((level.points for level in levels), default=None)


def _attempts(question: Question, grade: Grade | None) -> tuple[bool, ...]:
    """Tries at a programming problem, in order: the criteria of its grade, each with 0 points or more."""
    if grade is None or question.kind != "code" or len(grade.criteria) < 2:
        return ()
    return tuple(c.points > 0 for c in grade.criteria)


def _by_question(grades: Iterable[Grade]) -> dict[str, Grade]:
    found: dict[str, Grade] = {}
    for grade in grades:
        if grade.question in found:
            raise InputError(f"two grades for question {grade.question!r}", hint="keep one")
        if grade.points is not None and not -1e-9 <= grade.points <= grade.max_points + 1e-9:
            raise InputError(
                f"question {grade.question!r} has {grade.points:g} points of {grade.max_points:g}",
                hint=f"points go from 0 to {grade.max_points:g}",
            )
        found[grade.question] = grade
    return found


def count(values: Iterable[str]) -> Mapping[str, int]:
    """How often each value occurs, most frequent first."""
    from collections import Counter

    return dict(Counter(values).most_common())
