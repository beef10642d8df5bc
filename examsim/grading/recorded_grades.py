"""Grades that stand in a file of recorded answers, beside the texts they were given to."""

from __future__ import annotations

from exams.errors import InputError
from exams.question import Question
from exams.rubric import Rubric
from examsim.grading.candidate_text import candidate_text, gradable, is_same_model
from examsim.grading.evidence import is_founded
from examsim.models.replay.file import RecordedGrade, ReplayFile
from scoring.types import Answer, Grade

NEAR = 1e-6  # points: sums of halves and thirds, written in decimals


def recorded_grade(file: ReplayFile, question: Question, answer: Answer, candidate: str) -> Grade | None:
    """The grade that the file holds for this answer; None where it holds none, or there is no text to grade.

    Marked as self-graded where the grader is the candidate. Whether the words it quotes are in the answer is looked up
    here, whatever the file says. InputError for points that the rubric cannot give.
    """
    found = file.answers.get(question.id)
    if found is None or found.grade is None or not gradable(answer):
        return None
    grade = found.grade
    if fault := _fault(grade, question):
        hint = "the grade is of another rubric, or was changed by hand; leave it out, or name a --grader"
        raise InputError(f"grade of {question.id!r}: {fault}", where=file.path, line=found.line, hint=hint)
    graded = grade.points is not None
    text = candidate_text(
        answer.text, (candidate,), [c.id for c in question.rubric.criteria] if question.rubric else ()
    )
    criteria = tuple(c.model_copy(update={"supported": is_founded(c.evidence, c.points, text)}) for c in grade.criteria)
    return Grade(
        question=question.id,
        section=question.section,
        points=grade.points,
        max_points=question.points,
        grader=grade.grader if graded else "nobody",
        grader_kind="model" if graded else "none",
        self_graded=graded and is_same_model(grade.grader, candidate),
        criteria=criteria,
        status=answer.status,
        part=question.part,
        cluster=question.passage,
        note=grade.note,
        failed=not graded,
    )


def _fault(grade: RecordedGrade, question: Question) -> str:
    """What is wrong with the points, or ''."""
    if grade.points is None:
        return ""
    if not 0 <= grade.points <= question.points:
        return f"{grade.points:g} points, 0 to {question.points:g} allowed"
    rubric = question.rubric
    if rubric is None or not grade.criteria:
        return ""
    if rubric.kind == "holistic":
        return "" if abs(grade.criteria[0].points - grade.points) <= NEAR else "the level is not the points"
    return _criteria_fault(grade, rubric)


def _criteria_fault(grade: RecordedGrade, rubric: Rubric) -> str:
    allowed = {c.id: c.allowed for c in rubric.criteria}
    given = {c.criterion: c.points for c in grade.criteria}
    if len(given) != len(grade.criteria):
        return "a criterion is graded twice"
    if unknown := set(given) ^ set(allowed):
        name = sorted(unknown)[0]
        return f"criterion {name!r} is {'not graded' if name in allowed else 'not in the rubric'}"
    for name, points in given.items():
        low, high = allowed[name]
        if not low <= points <= high:
            return f"criterion {name!r}: {points:g} points, {low:g} to {high:g} allowed"
    total = rubric.points(given)
    return "" if abs(total - (grade.points or 0)) <= NEAR else f"{grade.points:g} points, the criteria give {total:g}"
