"""Graded anchors: answers to a form's essays whose points are known, with the reasons. They show what a mark means."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from exams.question import Question


class Anchor(BaseModel):
    """One answer with its points. Graders of packets see it; a grading model is held against it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    question: str = Field(description="id of a free response of the form")
    points: float = Field(ge=0, description="what it is worth, on the rubric's scale")
    text: str = Field(min_length=1, description="the answer")
    reasons: str = Field(min_length=1, description="why these points, and not one more or less")
    by: str = Field("", description="who gave the points; '' = the form's author alone")


def anchors_of(anchors: Iterable[Anchor], question: Question) -> tuple[Anchor, ...]:
    """The anchors of one question, best first."""
    return tuple(sorted((a for a in anchors if a.question == question.id), key=lambda a: -a.points))
