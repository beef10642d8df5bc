"""Records of preferences: one verdict on two answers, and what a set of verdicts comes to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoring.types.interval import Interval
from scoring.types.record import Record

RaterKind = Literal["person", "model", "unknown"]


class Verdict(Record):
    """`first` was shown as A (or stood left), `second` as B. `share` is the second one's part: 0, ½ a tie, 1 won.

    `share` is None where the rater gave no usable verdict. `sides_drawn` says whether the sides were drawn at random,
    or each pair shown both ways; without that nothing can be said of a position's pull.
    """

    prompt: str
    first: str
    second: str
    share: float | None = Field(ge=0, le=1)
    rater: str = ""
    rater_kind: RaterKind = "unknown"
    length_first: int | None = None
    length_second: int | None = None
    order: Literal[0, 1, 2] = Field(0, description="both orders shown: 1 and 2; 0 = one order")
    category: str = ""
    note: str = ""


class Rate(Record):
    """A share of wins with its interval, and how ties were taken."""

    ties: Literal["half", "dropped", "own class"]
    value: float
    interval: Interval
    clustered: Interval | None = None


class PairRecord(Record):
    """One pair of models. Rates are those of `second` over `first`; errors and differences are in shares, 0 to 1."""

    first: str
    second: str
    by: Literal["all", "people", "judges"] = "all"
    verdicts: int
    prompts: int
    raters: int
    wins: float
    losses: float
    ties: float
    unusable: int
    rates: tuple[Rate, ...]
    tie_share: Interval
    p_value: float = Field(description="exact sign test over prompts")
    adjusted_p: float = Field(description="Holm over all pairs of the set")
    standard_error: float = Field(description="of the rate with ties half: sample SD ÷ √n")
    length_controlled: float | None = None
    length_interval: Interval | None = None
    length_note: str = ""


class PositionRecord(Record):
    """How often the answer shown first won, over decided verdicts, with an exact binomial test against ½."""

    first_won: int
    decided: int
    p_value: float | None
    interval: Interval | None
    both_orders: int = 0
    same_verdict: int = 0
    first_both_times: int = 0
    second_both_times: int = 0
    order_p_value: float | None = None
    note: str = ""


class AgreementRecord(Record):
    """Two raters on the prompts and pairs that both judged; kappa is Cohen's, unweighted, over three classes."""

    first: str
    second: str
    items: int
    same: float
    kappa: float | None


class CorrectedRecord(Record):
    """A judge's rate corrected by people on the items both marked (prediction-powered, Angelopoulos et al. 2023)."""

    judge: str
    first: str
    second: str
    judged: int
    double_marked: int
    raw: float
    corrected: float
    interval: Interval


class StrengthRecord(Record):
    """One model's Bradley–Terry strength (log, mean 0), as Elo points, with its interval and group letters."""

    model: str
    log_strength: float
    interval: Interval
    elo: float
    share: float = Field(description="strength ÷ sum of strengths")
    groups: str = Field("", description="models that share a letter can't be told apart (Holm, 5 %)")


class RankingRecord(Record):
    """A ranking of connected models; `ties` = how they were taken; `tie_parameter` is Davidson's ν."""

    ties: Literal["half", "Davidson"]
    models: tuple[StrengthRecord, ...]
    tie_parameter: float | None = None
    note: str = ""


class PreferenceReport(Record):
    """Everything `examsim prefer` found in a set of verdicts."""

    source: str
    layout: str
    pairs: tuple[PairRecord, ...]
    position: PositionRecord
    agreement: tuple[AgreementRecord, ...] = ()
    corrected: tuple[CorrectedRecord, ...] = ()
    rankings: tuple[RankingRecord, ...] = ()
    notes: tuple[str, ...] = ()
