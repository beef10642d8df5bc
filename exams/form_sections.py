"""A form's questions belong to sections that the exam has."""

from __future__ import annotations

from exams.errors import InputError
from exams.exam import Exam
from exams.form import Form


def check_sections(exam: Exam, form: Form) -> None:
    """InputError for the first question of a section that the exam does not have."""
    sections = [s.id for s in exam.section]
    for question in form.questions:
        if question.section not in sections:
            raise InputError(
                f"question {question.id!r} is of section {question.section!r}, which {exam.id} does not have",
                where=form.folder / "questions.jsonl",
                hint=f"sections are {', '.join(sections)}",
            )
