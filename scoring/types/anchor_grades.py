"""What a grading model gave to answers whose points are known."""

from __future__ import annotations

from pydantic import Field

from scoring.types.record import Record


class AnchorGrade(Record):
    """One anchor graded by one model, which did not see its points."""

    question: str
    section: str = ""
    grader: str = Field(description="the model's name, as in its grades")
    known: float = Field(description="points that the anchor has")
    given: float | None = Field(None, description="points that the model gave; None: it gave none that could be used")
    max_points: float
    note: str = Field("", description="why there are no points")
