"""How far graders agree: `agreement.json`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoring.types.interval import Interval
from scoring.types.record import Record


class Agreement(Record):
    """How two graders (or groups of them) graded the same answers. Points; `bias` = second − first.

    None where too few answers, or answers without any spread, allow no value.
    """

    what: str = Field(description="'exam', a section's id, 'question/criterion', or 'calibration'")
    level: Literal["exam", "section", "criterion"]
    first: str
    second: str
    kind: Literal["people", "model", "calibration"] = Field(description="people with people, or people with a model")
    answers: int
    exact: float = Field(description="share of answers with equal points")
    adjacent: float = Field(description="share of answers at most one step of the rubric apart")
    kappa: float | None = Field(None, description="Cohen's kappa with quadratic weights")
    kappa_interval: Interval | None = None
    alpha: float | None = Field(None, description="Krippendorff's alpha, interval data")
    alpha_interval: Interval | None = None
    alpha_ordinal: float | None = None
    bias: float
    bias_interval: Interval | None = None
    bias_share: float = Field(description="mean difference as a share of the answers' maximum")
    rater_sd: float | None = Field(None, description="one grader's error: SD of the differences ÷ √2, share of maximum")


class GraderError(Record):
    """What the grades that count in one section may be off by, as shares of the maximum."""

    section: str
    rater_sd: float
    answers: int = Field(description="answers graded twice that it rests on")
    of: str = Field(description="whose error, in words")


class AgreementReport(Record):
    """`agreement.json`: agreement over one or more runs, and the error that goes into this run's interval."""

    schema_: Literal["examsim.agreement/1"] = Field("examsim.agreement/1", alias="schema")
    runs: tuple[str, ...] = ()
    rows: tuple[Agreement, ...] = ()
    errors: tuple[GraderError, ...] = ()
    bias: dict[str, Agreement] = Field(
        default_factory=dict, description="section → model against people, where points can be corrected"
    )
