"""Gap: does the model lose more than others from the set to a sibling that is as hard and was not there to be seen?

For each model d = its share of points on the set − its share on the sibling. The others' d say how much harder the
sibling is. t = (d of the model − mean d of the others) ÷ √(s² (1 + 1/k)), Student's with k − 1 degrees of freedom: is
the model an outlier among k others (Crawford & Howell 1998)? s is the others' standard deviation, but never less than
the sampling error of the model's own d. In the manner of ConStat (Dekoninck et al. 2024, arXiv 2405.16281) and GSM1k
(Zhang et al. 2024, arXiv 2405.00332), with a shift in place of their fitted curves, which need dozens of models.

Limits. The others must not have seen the set either: what all have seen shows in none. A sibling that is harder in a
way that hits one model only looks like contamination. At least three others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from contamination.probe_types import Control, Power, ProbeResult

LEAST_OTHERS = 3
SOURCE = "Dekoninck et al. 2024, arXiv 2405.16281; Zhang et al. 2024, arXiv 2405.00332; t of Crawford & Howell 1998"
LIMITS = (
    "What all models have seen shows in none of them; a sibling that is harder for this model alone looks the same."
)


@dataclass(frozen=True)
class Pair:
    """One model's shares of points on the set and on its sibling, and of how many questions each is."""

    model: str
    old: float
    new: float
    old_questions: int
    new_questions: int

    @property
    def gap(self) -> float:
        """What it loses."""
        return self.old - self.new

    @property
    def error(self) -> float:
        """Standard error of the gap from the sampling of questions (at least that of half a question)."""

        def variance(share: float, number: int) -> float:
            inside = min(max(share, 0.5 / number), 1 - 0.5 / number)
            return inside * (1 - inside) / number

        return math.sqrt(variance(self.old, self.old_questions) + variance(self.new, self.new_questions))


def gap_result(own: Pair, others: Sequence[Pair], *, left_out: Sequence[str] = ()) -> ProbeResult:
    """The excess gap in shares of points, with its test and power. ValueError for fewer than three others."""
    from scipy.stats import t as student

    if len(others) < LEAST_OTHERS:
        raise ValueError("at least three other models")
    gaps = [o.gap for o in others]
    k, mean = len(gaps), sum(gaps) / len(gaps)
    spread = math.sqrt(sum((g - mean) ** 2 for g in gaps) / (k - 1))
    scale = max(spread, own.error) * math.sqrt(1 + 1 / k)
    excess = own.gap - mean
    p = float(student.sf(excess / scale, k - 1))
    half = float(student.ppf(0.975, k - 1)) * scale
    least = float(student.ppf(0.95, k - 1) + student.ppf(0.8, k - 1)) * scale
    said = ", ".join(f"{o.model} {o.gap:+.1%}" for o in others)
    return ProbeResult(
        test="gap",
        measure="share of points lost beyond the others' loss",
        verdict="not noticed",
        words="",
        statistic=excess,
        interval=(excess - half, excess + half),
        p=p,
        n=own.old_questions,
        figures={"on the set": own.old, "on the sibling": own.new},
        controls=(Control(name=f"{k} other models", value=mean, words=f"lose {mean:+.1%} on average ({said})"),),
        power=Power(difference=least, words=f"an excess of {least:.0%} would have been noticed four times in five"),
        left_out=tuple(left_out),
        asked=f"nothing: scores of finished runs ({own.old_questions} questions, {own.new_questions} of the sibling)",
        limits=LIMITS,
        source=SOURCE,
    )
