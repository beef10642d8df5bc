"""Points for answers: one line of `grades.jsonl`."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field

from scoring.types.answers import AnswerStatus
from scoring.types.record import Record

GraderKind = Literal["key", "model", "human", "tests", "none"]
GraderRole = Literal[
    "",  # one grader's own grade
    "adjudicator",  # a person who settled a disagreement
    "resolved",  # made of several grades: the mean of people, the median of a model's votes
    "calibration",  # of an answer whose points were known beforehand; never scored
]


class CriterionGrade(Record):
    """Points for one criterion of a rubric, with the words of the answer that earn them."""

    criterion: str
    points: float
    evidence: str = ""
    comment: str = ""
    supported: bool | None = Field(
        None,
        validation_alias=AliasChoices("supported", "founded"),  # "founded" in runs before 0.2
        description="models: the quoted words are in the answer; None: none needed",
    )


class DrawnGrade(Record):
    """Points for one of several independent answers; None = not graded."""

    points: float | None
    status: AnswerStatus = "answered"


class Grade(Record):
    """Points for one answer. `points` None means not graded yet; `max_points` is what a perfect answer gets."""

    question: str
    section: str
    points: float | None
    max_points: float
    grader: str = Field(description="'key', the grading model's name, or a person's pseudonym")
    grader_kind: GraderKind
    self_graded: bool = False
    criteria: tuple[CriterionGrade, ...] = ()
    status: AnswerStatus = "answered"
    part: str | None = None
    cluster: str | None = Field(None, description="passage shared with other questions")
    note: str = ""
    readings: dict[str, float] = Field(
        default_factory=dict, description="points of the same answer under other named readings: {'strict': 0.0}"
    )
    draws: tuple[DrawnGrade, ...] = Field(
        (), description="points of each independent answer, the first among them; `points` are the first's"
    )
    majority: float | None = Field(None, description="points of the answer that most draws gave; None: no vote")
    failed: bool = Field(False, description="the grader was asked and gave nothing usable: not graded, ask again")
    role: GraderRole = ""
    round: int = Field(0, description="models: 0 = graded with the run; the latest round that has points counts")
    vote: int = Field(0, description="models: which of several votes of one round")
    averaged: int = Field(1, description="graders whose points were joined into these")
    answer_hash: str = Field("", description="people: names the text that was graded; a changed answer is not theirs")
