"""Everything that is said about one model on one exam: `score.json`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exams.benchmark import Reference
from scoring.types.contamination import Contamination
from scoring.types.draw_scores import DrawScores
from scoring.types.faults import Faults
from scoring.types.record import Record
from scoring.types.scores import ScoreSet


class Note(Record):
    """Something a reader must know: estimated, extrapolated, truncated, unparsed, missing."""

    level: Literal["info", "warning"]
    text: str


class Change(Record):
    """What a new scoring of the same run made of a number, and why: '82nd -> 60th: newer population'."""

    of: str = Field(description="what changed: 'score', 'percentile', 'clean score', …")
    before: str
    after: str
    cause: str


class ExamScore(Record):
    """All that is reported about one model on one exam: `reported` names the lower of full and clean.

    Files of the first version ("examsim.score/1") are read too: every field that has come since has a default.
    """

    schema_: Literal["examsim.score/1", "examsim.score/2"] = Field("examsim.score/2", alias="schema")
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
    form_difficulty: str = Field(
        "", description="how the form's difficulty beside the real exam's is known, where a percentile is told"
    )
    model: str
    full: ScoreSet
    clean: ScoreSet | None = None
    sound: ScoreSet | None = Field(None, description="without the questions that a published list calls faulty")
    faults: Faults | None = Field(None, description="what is known of the form's faulty questions")
    references: tuple[Reference, ...] = Field((), description="published values that stand beside the result")
    asked: str = Field("", description="'likelihood by bytes' where options' texts were compared; '' = otherwise")
    family: str = Field("", description="'benchmark': no norm, no pass mark")
    reported: Literal["full", "clean"] = "full"
    reported_note: str = ""
    marked: ScoreSet | None = Field(
        None,
        description="what is reported where too few clean questions are left to tell: the full score, its interval "
        "stretched down to what the clean questions leave possible",
    )
    contamination: Contamination | None = None
    rule: str = ""
    as_of: str = Field("", description="only norms published before this year or month were reported first; '' = all")
    population: str = Field("", description="the norm that was asked for by --population; '' = the newest")
    chosen_scales: dict[str, str] = Field(
        default_factory=dict, description="section id or 'score' → the scale asked for by --scale, not the default"
    )
    examsim: str = Field("", description="version of examsim that scored it")
    draws: DrawScores | None = Field(None, description="of several independent answers to each question (--draws)")
    changes: tuple[Change, ...] = Field((), description="against the score that stood in the run folder before")
    notes: tuple[Note, ...] = ()
    lines: tuple[str, ...] = Field((), description="which accuracy, what the score is and isn't, what was looked for")

    @property
    def reported_set(self) -> ScoreSet:
        """The set whose score is reported."""
        if self.reported == "clean" and self.clean is not None:
            return self.clean
        return self.marked or self.full
