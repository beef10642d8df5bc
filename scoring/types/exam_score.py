"""Everything that is said about one model on one exam: `score.json`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoring.types.contamination import Contamination
from scoring.types.record import Record
from scoring.types.scores import ScoreSet


class Note(Record):
    """Something a reader must know: estimated, extrapolated, truncated, unparsed, missing."""

    level: Literal["info", "warning"]
    text: str


class ExamScore(Record):
    """All that is told about one model on one exam: `reported` names the lower of full and clean."""

    schema_: Literal["examsim.score/1"] = Field("examsim.score/1", alias="schema")
    exam: str
    exam_name: str
    exam_short: str
    exam_version: str
    score_name: str
    score_min: float
    score_max: float | None
    form: str
    form_hash: str
    form_role: str
    coverage: str = Field("", description="'practice form: 28 of 200 questions'")
    model: str
    full: ScoreSet
    clean: ScoreSet | None = None
    reported: Literal["full", "clean"] = "full"
    reported_note: str = ""
    contamination: Contamination | None = None
    rule: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def reported_set(self) -> ScoreSet:
        """The set whose score is reported."""
        return self.clean if self.reported == "clean" and self.clean is not None else self.full
