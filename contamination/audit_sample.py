"""A seeded sample of a form's questions in an audit, and what it tells of the whole form."""

from __future__ import annotations

from collections.abc import Collection
from math import sqrt

from pydantic import BaseModel, ConfigDict, Field

Z = 1.959963984540054


class SampledSection(BaseModel):
    """The questions that were looked for of one section, and how many it has."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    section: str
    questions: tuple[str, ...] = Field(description="ids of those that were looked for, at least one")
    whole: int = Field(description="questions of the section on the form")


class AuditSample(BaseModel):
    """A sample drawn by section, and the share of the whole form that is flagged, as the sample estimates it.

    share: each section's share weighted by the section's size. The interval is Wilson's (1927) at the number of
    questions that would tell as much: Kish's (1965), (Σw)² ÷ Σw², times (N − 1) ÷ (N − n), the finite population
    correction (Cochran 1977), and never less than what was seen or more than what is left open. That sections differ
    makes the truth a little narrower. Shares are 0 to 1, the level is 95 %.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    seed: int
    sections: tuple[SampledSection, ...]
    share: float
    low: float
    high: float

    @property
    def drawn(self) -> int:
        """Questions looked for."""
        return sum(len(s.questions) for s in self.sections)

    @property
    def whole(self) -> int:
        """Questions of the form."""
        return sum(s.whole for s in self.sections)

    @property
    def text(self) -> str:
        """The estimate in words."""
        return (
            f"an estimate: {self.drawn:,} of the form's {self.whole:,} questions drawn by section, seed {self.seed}; "
            f"flagged of the whole form {self.share:.1%}, 95 % {self.low:.1%}–{self.high:.1%} "
            "(Wilson, finite population); gives no clean score"
        )


def estimate(seed: int, sections: Collection[SampledSection], flagged: Collection[str]) -> AuditSample:
    """The sample with its estimate. Every section holds at least one question; `flagged` are question ids."""
    whole, drawn = sum(s.whole for s in sections), sum(len(s.questions) for s in sections)
    found = [sum(q in flagged for q in s.questions) for s in sections]
    share = sum(s.whole * k / len(s.questions) for s, k in zip(sections, found, strict=True)) / whole
    kish = whole**2 / sum(s.whole**2 / len(s.questions) for s in sections)
    seen, clear = sum(found) / whole, (drawn - sum(found)) / whole
    low, high = share, share
    if drawn < whole:
        low, high = _wilson(share, kish * (whole - 1) / (whole - drawn))
    low, high = max(low, seen) if seen else 0.0, min(high, 1 - clear) if clear else 1.0
    return AuditSample(seed=seed, sections=tuple(sections), share=share, low=low, high=high)


def _wilson(share: float, n: float) -> tuple[float, float]:
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return middle - half, middle + half
