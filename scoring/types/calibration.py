"""How far a model's confidence can be trusted: what `examsim calibration` finds of one model."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoring.types.likelihoods import LikelihoodWay
from scoring.types.record import Record

BeliefWay = (
    LikelihoodWay | Literal["letter", "stated"]
)  # letter: after an explanation; stated: in the model's own words


class CalibrationBin(Record):
    """Answers or options whose confidence lies in [low, high): shares are 0 to 1, the interval Wilson's at 95 %."""

    low: float
    high: float
    count: int
    confidence: float = Field(description="mean")
    accuracy: float = Field(description="share that was the key")
    interval: tuple[float, float] = (0.0, 1.0)


class CalibrationMeasure(Record):
    """Confidence against correctness of all options, or of the likeliest option of each question alone."""

    of: Literal["options", "top"]
    count: int
    confidence: float
    accuracy: float
    bins: tuple[CalibrationBin, ...] = Field(description="of equal width; empty ones are left out")
    mass_bins: tuple[CalibrationBin, ...] = Field(description="of equal numbers")
    ece: float = Field(description="expected calibration error over the bins of equal width")
    mass_ece: float = Field(description="the same over the bins of equal numbers")
    interval: tuple[float, float] | None = Field(None, description="of ece, 95 %, bootstrap by question or passage")
    bounds: tuple[float, float] | None = Field(None, description="of ece, with unseen letters at 0 and at their bound")
    debiased: float = Field(description="ece without its upward bias; 0 on average for a calibrated model")
    rms_debiased: float = Field(description="root of the debiased mean squared gap; negative below what chance makes")
    brier: float
    reliability: float = Field(description="of the Brier score, over the bins of equal width (lower is better)")
    resolution: float = Field(description="of the Brier score (higher is better)")
    uncertainty: float = Field(description="of the Brier score: base rate × (1 − base rate)")
    expected: tuple[float, float] | None = Field(None, description="where 95 % of ece lie if the confidence were right")
    p_value: float | None = Field(None, description="of so large an ece or a larger one, if the confidence were right")


class Calibration(Record):
    """One model's calibration, asked in one way. `coverage`: mean probability on the options together, 0 to 1."""

    way: BeliefWay
    questions: int
    left_out: dict[str, int] = Field(default_factory=dict, description="questions that don't count, by reason")
    draws: int | None = Field(None, description="sampled letters a question, where confidence is a share of them")
    coverage: float | None = None
    renormalised: bool = Field(False, description="probabilities were divided by their sum over the options")
    unseen: int = Field(0, description="options outside what the server showed: only a bound is known")
    log_score: float | None = Field(None, description="mean −ln p of the key; unseen keys at their bound")
    log_score_is_least: int = Field(
        0, description="questions whose key was unseen, so that the log score is at least this"
    )
    options: CalibrationMeasure | None = None
    top: CalibrationMeasure


class CalibrationDifference(Record):
    """ECE of the second less the first, on shared questions, with a paired bootstrap interval at 95 %."""

    of: Literal["options", "top"]
    shared: int
    first: float
    second: float
    difference: float
    interval: tuple[float, float]
