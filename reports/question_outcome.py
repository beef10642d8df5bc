"""What became of a question, and the topic that its points are summed by."""

from __future__ import annotations

from exams.question import Question
from scoring.types import Grade


def outcome_of(grades: tuple[Grade, ...]) -> tuple[str, float | None, float | None]:
    """'right', 'partly', 'wrong' or 'ungraded', with points and maximum; of several grades the last one counts."""
    graded = [g for g in grades if g.points is not None]
    if not graded:
        return "ungraded", None, grades[-1].max_points if grades else None
    points, top = graded[-1].points or 0.0, graded[-1].max_points
    return ("right" if points >= top else "partly" if points > 0 else "wrong"), points, top


def topic_of(question: Question) -> str:
    """The topic that points are summed by: what is before the colon of 'contracts: parol evidence'."""
    return question.topic.partition(":")[0].strip()
