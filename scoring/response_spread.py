"""How far one candidate's free responses lie apart, from the answers themselves and from grades that were published.

The spread is a dispersion φ: variance of a response's share of its maximum = φ × mean × (1 − mean), as for fractional
responses (Papke & Wooldridge 1996, Journal of Applied Econometrics 11). Essays near full marks lie closer together than
essays in the middle, and φ is at most 1, where every response earns all or nothing. Then n responses tell as much as
n ÷ φ right-or-wrong questions.

A short form has two essays or one, which say little about their own spread. φ has a scaled inverse-χ² posterior
(Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, section 3.3): (ν₀ φ₀ + Pearson's χ²) ÷ a χ² of ν₀ + ν degrees. The
published spread φ₀ counts as one further answer, the unit information prior of Kass & Wasserman (1995, JASA 90). One
draw of φ holds for all free responses of the exam, as one candidate wrote them.

Residuals are those from each stratum's own mean. Where a stratum has one response only, the strata are collapsed and
residuals are from the mean of all (Cochran, Sampling Techniques, 3rd ed. 1977, section 5A.12): that can overstate the
spread, by how far the strata's means differ, not understate it. Grades as given hold their grader's error from answer
to answer; what is the same in all of them (severity) they cannot show.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.scales.tables import FloatArray
from scoring.stratum import Stratum

# Grades of GPT-4's six essays, 0 to 6: Katz, Bommarito, Gao & Arredondo, "GPT-4 passes the bar exam" (2023), graded by
# the authors. ChatGPT's six in the same paper (3.65, 3.1, 3, 2.5, 2.8, 2.7) have SD 0.067 of the maximum.
PUBLISHED_GRADES = (5.0, 4.2, 4.4, 3.875, 3.5, 4.15)
PUBLISHED_MEAN = float(np.mean(PUBLISHED_GRADES)) / 6  # 0.698
PUBLISHED_SD = float(np.std(PUBLISHED_GRADES, ddof=1)) / 6  # 0.084
PRIOR_DEGREES = 1
# One rater's error as a share of the maximum: SD of the differences of two raters ÷ √2 ÷ 3, on 87 essays of 0 to 3
# points (ASAP-AES, Hewlett Foundation, Kaggle 2012, essay set 3); `tests/scoring/graders/asap_set_3_ratings.csv`.
PUBLISHED_RATER_SD = 0.106


@dataclass(frozen=True)
class ResponseSpread:
    """Pearson's χ² of the free responses, Σ (share − mean)² ÷ (mean (1 − mean)), and its degrees of freedom.

    `seed`: of the draws, which are the same in every section of the exam.
    """

    chi_square: float = 0.0
    degrees: int = 0
    seed: int = 0

    def dispersions(self, count: int, published_sd: float = PUBLISHED_SD) -> FloatArray:
        """Shape (count,): draws of φ, above 0 and at most 1. `published_sd`: SD at the published mean of 0.70."""
        published = published_sd**2 / (PUBLISHED_MEAN * (1 - PUBLISHED_MEAN))
        total = PRIOR_DEGREES * published + self.chi_square
        rng = np.random.default_rng([self.seed, 31])
        drawn: FloatArray = total / rng.chisquare(PRIOR_DEGREES + self.degrees, count)
        return np.minimum(drawn, 1.0)


def response_spread(strata: Iterable[Stratum], seed: int = 0) -> ResponseSpread:
    """Pool the residuals of all strata that are neither left blank nor right or wrong.

    Responses that all earned everything, or nothing, show no spread and count no degree.
    """
    shares = [s.points / s.maximum for s in strata if not s.right_or_wrong and not s.blank]
    groups: Sequence[FloatArray] = [np.concatenate(shares)] if any(len(group) == 1 for group in shares) else shares
    chi_square, degrees = 0.0, 0
    for group in groups:
        mean = float(group.mean())
        if 1e-9 < mean < 1 - 1e-9:
            chi_square += float(((group - mean) ** 2).sum()) / (mean * (1 - mean))
            degrees += len(group) - 1
    return ResponseSpread(chi_square, degrees, seed)
