"""The programs written for one problem, each with what the tests said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exams.question import Question
from scoring.types import Answer, CriterionGrade, Grade


@dataclass(frozen=True)
class AttemptView:
    """One program: the reply as the model wrote it, and the verdict in words ('wrong answer on test 3 of 24').

    `right` is None where the program was not judged. `marks` are further facts in a word or two.
    """

    number: int
    text: str
    verdict: str
    right: bool | None
    marks: tuple[str, ...]
    reasoning: str = ""


def attempts_view(question: Question | None, answer: Answer | None, grades: tuple[Grade, ...]) -> list[AttemptView]:
    """All attempts in order; none for a question that asks for no program."""
    if answer is None or question is None or question.kind != "code":
        return []
    return list(_views(answer, grades[-1].criteria if grades else ()))


def _views(answer: Answer, criteria: tuple[CriterionGrade, ...]) -> Iterator[AttemptView]:
    """A grade numbers the attempts that reached the tests, so a call that failed takes no verdict."""
    cut = ("cut off",)
    tried = [(answer.text, answer.reasoning, answer.status, cut if answer.truncated and not answer.attempts else ())]
    for attempt in answer.attempts:
        marks = (*(cut if attempt.truncated else ()), *(("saw a failing sample",) if attempt.saw_failing else ()))
        tried.append((attempt.text, attempt.reasoning, attempt.status, marks))
    verdicts = iter(criteria)
    for number, (text, thought, status, marks) in enumerate(tried, 1):
        judged = None if status in ("failed", "missing", "too_long") else next(verdicts, None)
        said = status.replace("_", " ") if judged is None else judged.comment
        yield AttemptView(number, text, said, None if judged is None else judged.points > 0, marks, thought)
