"""How far one candidate's free responses lie apart, from the answers themselves and from grades that were published.

A short form has two essays or one, which say little about their own spread. So the published spread counts as
`PRIOR_DEGREES` further degrees of freedom: s² = (ν₀ s₀² + Σ residuals²) ÷ (ν₀ + ν), and a mean of n responses is drawn
from Student's t with ν₀ + ν degrees (the posterior under a scaled inverse-χ² prior, Gelman et al., Bayesian Data
Analysis, 3rd ed. 2013, section 3.3). Residuals are pooled over all free responses of the exam. Grades as given hold
their grader's error from answer to answer; what is the same in all of them (severity) they cannot show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from scoring.stratum import Stratum

# Grades of GPT-4's six essays, 0 to 6: Katz, Bommarito, Gao & Arredondo, "GPT-4 passes the bar exam" (2023), graded by
# the authors. ChatGPT's six in the same paper (3.65, 3.1, 3, 2.5, 2.8, 2.7) have SD 0.067 of the maximum.
PUBLISHED_GRADES = (5.0, 4.2, 4.4, 3.875, 3.5, 4.15)
PUBLISHED_SD = float(np.std(PUBLISHED_GRADES, ddof=1)) / 6  # 0.084
# Small, so that a handful of answers outweighs it; chosen by `benchmarks/coverage.py`, where 1 covers 96-99 % and 3
# covers 88-98 % of bar exams of 28 + 2 + 1 questions.
PRIOR_DEGREES = 2
# One rater's error as a share of the maximum: SD of the differences of two raters ÷ √2 ÷ 3, on 87 essays of 0 to 3
# points (ASAP-AES, Hewlett Foundation, Kaggle 2012, essay set 3); `tests/scoring/graders/asap_set_3_ratings.csv`.
PUBLISHED_RATER_SD = 0.106


@dataclass(frozen=True)
class ResponseSpread:
    """Squared residuals of free responses around their own stratum's mean, as shares of the maximum, and how many."""

    squares: float = 0.0
    degrees: int = 0

    def sd(self, published: float) -> float:
        """Spread of single responses, the published one counted in."""
        total = PRIOR_DEGREES * published**2 + self.squares
        return float(np.sqrt(total / (PRIOR_DEGREES + self.degrees)))


def response_spread(strata: Iterable[Stratum]) -> ResponseSpread:
    """Pool the residuals of all strata that are neither left blank nor right or wrong."""
    squares, degrees = 0.0, 0
    for stratum in strata:
        if not stratum.right_or_wrong and not stratum.blank:
            squares += float(((stratum.points / stratum.maximum - stratum.proportion) ** 2).sum())
            degrees += len(stratum.points) - 1
    return ResponseSpread(squares, degrees)
