"""A public claim about a model's score on a human exam: who said what of which score, and where. Data, not a norm."""

from __future__ import annotations

import re
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Evidence = Literal["verbatim", "verbatim, one copy", "abstract", "second-hand", "own"]


class Claim(BaseModel):
    """One claim. Fields that the claim does not make are empty; `exam` is '' where no exam of ours is meant.

    `among` is the population that the claim names; `missing` says what would be needed to check it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    by: str = Field(min_length=2, description="who says so")
    said: str = Field(description="when: year or month")
    model: str
    name: str = Field(min_length=2, description="the exam, in the claim's words")
    exam: str = ""
    of: str = "score"
    score: float | None = None
    out_of: float | None = None
    raw: str = Field("", description="the points behind the score, as `examsim convert` reads them: 'mcq=76/100'")
    low: float | None = Field(None, ge=0, le=100, description="claimed percentile, or the range's lower end")
    high: float | None = Field(None, ge=0, le=100)
    among: str = ""
    passed: str = Field("", description="'passed' where the claim says so")
    source: str = Field(min_length=3)
    evidence: Evidence = Field(alias="seen")
    missing: str = ""

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.score is None and self.low is None and not self.passed:
            raise ValueError("claims neither a score nor a percentile nor a pass")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"percentile {self.low:g} to {self.high:g} runs backwards")
        if not re.match(r"^(19|20)\d{2}", self.said):
            raise ValueError(f"said {self.said!r} is no date")
        return self

    @property
    def percentile(self) -> str:
        """'90', '62–85', or '' where none is claimed."""
        if self.low is None:
            return ""
        same = self.high is None or self.high == self.low
        return f"{self.low:g}" if same else f"{self.low:g}–{self.high:g}"
