"""How far a score could move with other questions of the same kind (NIST AI 800-3's generalised accuracy).

Draws of a section's proportion correct p̂ = Σ points ÷ Σ maximum, one of two ways:

* right or wrong: the mid-P confidence distribution of a binomial (Lancaster 1961; Berry & Armitage 1995), an even
  mixture of Beta(x, n − x + 1) and Beta(x + 1, n − x) with x = n p̂ and n the effective number of questions. Questions
  of one passage count as fewer: n is divided by a design effect, from the linearised cluster variance of p̂ moderated
  by what passages of published answers show, times (z ÷ t)² with t Student's (Korn & Graubard 1998; Smyth 2004), at
  most the number of questions. See `effective_number`.
* free responses: the same with n ÷ φ, φ the dispersion of the responses, drawn anew each time; with few responses that
  has the long tails of Student's t. See `scoring/response_spread.py`.

A stratum that was left blank as a whole stays blank with other questions: nothing is drawn.

A known grader error `rater_sd` (share of one response's maximum) is added as normal noise. Parts of a section are drawn
apart and joined by weight. A section's own interval is Clopper–Pearson (1934) for few and Wilson (1927) for many
questions with n effective; for free responses and weighted parts it is taken from the draws. How often the intervals
hold what they promise: `benchmarks/coverage.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.response_spread import PUBLISHED_SD, ResponseSpread, response_spread
from scoring.scales.tables import FloatArray
from scoring.stratum import Stratum
from scoring.types import Interval

FEW = 30
LEVEL = 0.95
Z = 1.959963984540054
# Correlation of two right answers to one passage: 0.033, 0.091, 0.095, 0.102 and 0.149 for the five models in HELM's
# published MMLU letters (mmlu-redux 4563cfa, 2024), one-way analysis of variance over the 193 passages of 2 to 6
# questions in the three history subjects. The degrees of freedom say what one form may differ by: SD about 0.1 at 4
# to 6 questions a passage.
PASSAGE_CORRELATION = 0.1
PASSAGE_DEGREES = 20.0


@dataclass(frozen=True)
class MeasurementError:
    """Known errors of free responses, as a share of the maximum; 0 = unknown: the published spread of essays is used.

    `seen`: what all free responses of the exam show of their spread; None = those at hand.
    """

    rater_sd: float = 0.0
    essay_sd: float = 0.0
    seen: ResponseSpread | None = None


def proportion_draws(
    parts: Sequence[Stratum], n_resamples: int, rng: np.random.Generator, spread: MeasurementError = MeasurementError()
) -> FloatArray:
    """Shape (1 + draws,): the section's proportion itself, then draws of it, all within 0–1."""
    total = np.zeros(1 + n_resamples)
    seen = response_spread(parts) if spread.seen is None else spread.seen
    for part in parts:
        values = (
            np.concatenate([[part.proportion], _draws(part, n_resamples, rng, spread, seen)])
            if n_resamples
            else [part.proportion]
        )
        total += part.weight * np.asarray(values)
    return total


def proportion_interval(parts: Sequence[Stratum], n_resamples: FloatArray) -> Interval | None:
    """95 % interval of a section's proportion; None if nothing is graded or nothing was drawn."""
    if not parts or len(n_resamples) < 2:
        return None
    if all(part.blank for part in parts):
        return interval_of(n_resamples, "left blank")
    if len(parts) == 1 and not parts[0].free:
        n, p = effective_number(parts[0]), parts[0].proportion
        return clopper_pearson(p * n, n) if n < FEW else wilson(p * n, n)
    return interval_of(n_resamples, "quantiles of draws by part")


def interval_of(values: FloatArray, method: str) -> Interval:
    """The middle 95 % of `values[1:]`, widened where needed to hold the score itself, `values[0]`."""
    tail = (1 - LEVEL) / 2
    low, high = (float(v) for v in np.quantile(values[1:], [tail, 1 - tail], method="inverted_cdf"))
    point = float(values[0])
    return Interval(low=min(low, point), high=max(high, point), level=LEVEL, method=method)


def wilson(successes: float, n: float) -> Interval:
    """Wilson's score interval (1927) for `successes` of `n`; both may be fractional (effective numbers)."""
    p = successes / n
    centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * float(np.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)))
    return Interval(low=max(0.0, centre - half), high=min(1.0, centre + half), level=LEVEL, method="Wilson")


def clopper_pearson(successes: float, n: float) -> Interval:
    """Clopper and Pearson's exact interval (1934), by beta quantiles, which allow fractional (effective) numbers."""
    from scipy.special import betaincinv

    tail = (1 - LEVEL) / 2
    low = 0.0 if successes <= 1e-9 else float(betaincinv(successes, n - successes + 1, tail))
    high = 1.0 if n - successes <= 1e-9 else float(betaincinv(successes + 1, n - successes, 1 - tail))
    return Interval(low=low, high=high, level=LEVEL, method="Clopper–Pearson")


def effective_number(part: Stratum) -> float:
    """Independent questions that would tell as much as these, which differ in points and share passages.

    (Σ maximum)² ÷ Σ maximum² (Kish 1965) where all stand alone. Passages divide that by a design effect, moderated as
    variances are where each has few degrees of freedom (Smyth 2004, Statistical Applications in Genetics 3:3): the one
    seen here, with the passages' degrees of freedom, and the one of `PASSAGE_CORRELATION`, with `PASSAGE_DEGREES`; but
    never less than what is seen here, since questions of a set may hang together far more than those of the source.
    Where all is right or all is wrong nothing can be seen of how passages hang together, and the latter stands alone.
    """
    points, maximum, sizes = part.by_cluster()
    alone = float(part.maximum.sum()) ** 2 / float((part.maximum**2).sum())
    count, p = len(points), part.proportion
    if count == len(part.points):
        return alone
    a_passage = float((sizes**2).sum() / sizes.sum())  # questions in a question's own passage, on average
    effect, degrees = 1 + (a_passage - 1) * PASSAGE_CORRELATION, PASSAGE_DEGREES
    variance = p * (1 - p)
    if count > 1 and variance > 1e-12:
        seen = float(((points - p * maximum) ** 2).sum()) / float(maximum.sum()) ** 2 * count / (count - 1)
        own = float(sizes.sum()) ** 2 / float((sizes**2).sum()) - 1  # Satterthwaite, variance ∝ questions
        shown = seen * alone / variance
        effect, degrees = max(shown, (degrees * effect + own * shown) / (degrees + own)), degrees + own
    return max(1.0, min(alone, alone / effect * (Z / _student(degrees)) ** 2))


def _student(degrees: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + LEVEL) / 2))


def _draws(
    part: Stratum, n_resamples: int, rng: np.random.Generator, spread: MeasurementError, seen: ResponseSpread
) -> FloatArray:
    p = part.proportion
    if part.blank:
        return np.full(n_resamples, p)
    count: float | FloatArray = effective_number(part)
    if not part.right_or_wrong:
        count = count / seen.dispersions(n_resamples, spread.essay_sd or PUBLISHED_SD)
    values = _mid_p(p, count, n_resamples, rng)
    if part.free and spread.rater_sd > 0:
        shares = part.maximum / part.maximum.sum()
        values = values + rng.normal(0, spread.rater_sd * float(np.sqrt((shares**2).sum())), n_resamples)
    return np.clip(values, 0.0, 1.0)


def _mid_p(p: float, n: float | FloatArray, n_resamples: int, rng: np.random.Generator) -> FloatArray:
    upper = rng.random(n_resamples) < 0.5
    right, wrong = p * n + upper, (1 - p) * n + ~upper
    values = np.where(right <= 1e-9, 0.0, 1.0)
    proper = (right > 1e-9) & (wrong > 1e-9)
    values[proper] = rng.beta(right[proper], wrong[proper])
    return values
