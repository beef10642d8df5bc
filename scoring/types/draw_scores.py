"""What several independent answers to each question say beside the score, which is the first sitting's."""

from __future__ import annotations

from pydantic import Field

from scoring.types.interval import Interval
from scoring.types.record import Record


class DrawScores(Record):
    """N sittings of one model. Shares are of the points of the questions that were drawn more than once."""

    number: int = Field(ge=2, description="sittings")
    questions: int = Field(description="questions with two graded draws or more")
    single: bool = Field(False, description="some questions of the form were asked once only")
    scores: tuple[float | None, ...] = Field((), description="each sitting's score on the exam's own scale")
    mean: float | None = Field(None, description="of the scores of the sittings that have one")
    majority: float | None = Field(None, description="score with the answer that most draws gave (maj@N)")
    majority_text: str = ""
    voted: int = Field(0, description="questions with a majority vote; the others count as in the first sitting")
    share: float = Field(description="mean share of the points over questions and draws")
    interval: Interval = Field(description="of the share: other questions like these, and other draws")
    draws_interval: Interval = Field(description="of the share: the same questions, other draws")
    error: float = Field(description="standard error of the share")
    error_questions: float = Field(description="the part of it that is due to the questions")
    error_draws: float = Field(description="the part of it that is due to the draws: falls with their number")
    sitting_sd: float = Field(description="standard deviation of one sitting's share, the questions held")
    pass_at: dict[str, float] = Field(
        default_factory=dict, description="programs: {'1': 0.4, '5': 0.7}, best of n, mean over the problems"
    )
