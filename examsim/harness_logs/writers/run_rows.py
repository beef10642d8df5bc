"""What every log says of a question: what was sent, what came back, what it earned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exams.errors import InputError
from exams.question import Question
from reports.run_folder import Run
from scoring.types import Answer, Grade


@dataclass(frozen=True)
class RunRow:
    """One question of a run. `sent` are (role, text) pairs; empty where nothing was sent (chance, replay, logs)."""

    question: Question
    answer: Answer
    grade: Grade | None
    sent: tuple[tuple[str, str], ...]

    @property
    def proportion(self) -> float | None:
        """Points earned of those to be had, 0 to 1; None where it is not graded."""
        if self.grade is None or self.grade.points is None or not self.grade.max_points:
            return None
        return self.grade.points / self.grade.max_points


def rows_of(run: Run) -> Iterator[RunRow]:
    """The rows in the form's order. InputError for a run without a form."""
    if run.form is None:
        raise InputError("the run holds no form", where=run.folder / "form", hint="run the exam again")
    grades = {g.question: g for g in run.grades if g.role in ("", "resolved", "adjudicator")}
    for question in run.form.questions:
        answer = run.answer_of.get(question.id)
        if answer is not None:
            yield RunRow(question, answer, grades.get(question.id), tuple(_sent(run, answer)))


def _sent(run: Run, answer: Answer) -> Iterator[tuple[str, str]]:
    for message in answer.prompt:
        content = message.get("content")
        parts = content if isinstance(content, list) else [{"type": "text", "text": str(content or "")}]
        yield str(message.get("role", "user")), "".join(_text(run, part) for part in parts)


def _text(run: Run, part: object) -> str:
    if not isinstance(part, dict):
        return ""
    if part.get("type") == "shared":
        return run.head.prompts.get(str(part.get("sha")), "")
    if part.get("type") == "image":
        return f"[picture: {part.get('file', '')}]"
    return str(part.get("text", ""))
