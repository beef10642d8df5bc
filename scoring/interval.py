"""How far a score could move with other questions of the same kind, and with another grader.

Draws of a section's fraction correct p̂ = Σ points ÷ Σ maximum, one of three ways:

* many questions: bootstrap of clusters (questions that share a passage are drawn together; Field & Welsh 2007).
  Clusters with the same points are drawn as one multinomial: the same distribution at a fraction of the cost.
* few questions, or none right or none wrong: Jeffreys' posterior Beta(n p̂ + ½, n (1 − p̂) + ½) (Brown, Cai & DasGupta
  2001), where a bootstrap would be too narrow or a point. n is the effective number of questions: p̂ (1 − p̂) ÷ v with
  v the linearised cluster variance of p̂, at most the number of questions.
* few free responses whose spread is known (`essay_sd`, share of the maximum): normal around p̂ with SD the larger of
  that and the spread seen, ÷ √n.

A stratum that was left blank as a whole stays blank with other questions: nothing is drawn.

A known grader error `rater_sd` (share of one response's maximum) is added as normal noise. Parts of a section are drawn
apart and joined by weight. A section's own interval is Clopper–Pearson (1934) for few and Wilson (1927) for many
questions with n effective; for free responses and weighted parts it is taken from the draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exams.exam import Section
from scoring.item_score import ItemScore
from scoring.scales.tables import FloatArray
from scoring.types import Interval

FEW = 30
FEW_RESPONSES = 5
LEVEL = 0.95


@dataclass(frozen=True)
class MeasurementError:
    """Known errors of free responses, as a share of the maximum; 0 = unknown."""

    rater_sd: float = 0.0
    essay_sd: float = 0.0


@dataclass(frozen=True)
class Stratum:
    """Graded questions that are pooled by points, and their weight in the section.

    `blank`: every one was left blank on purpose, as every other would be, so that nothing about them is uncertain.
    """

    weight: float
    points: FloatArray
    maximum: FloatArray
    clusters: tuple[str, ...]
    free: bool
    blank: bool = False

    @property
    def fraction(self) -> float:
        """Share of the points earned."""
        return float(self.points.sum() / self.maximum.sum())


def strata(section: Section, item_scores: Sequence[ItemScore]) -> tuple[Stratum, ...]:
    """Graded questions by weighted part; one stratum where parts carry no weight; empty if nothing is graded."""
    graded = [c for c in item_scores if c.points is not None]
    weights = {p.id: p.points / section.points if p.weight is None else p.weight for p in section.parts}
    weighted = any(p.weight is not None for p in section.parts)
    if not graded:
        return ()
    if not weighted or any(c.part not in weights for c in graded):
        return (_stratum(1.0, graded),)
    found = {part: [c for c in graded if c.part == part] for part in weights}
    total = sum(weights[part] for part, members in found.items() if members)
    return tuple(_stratum(weights[part] / total, members) for part, members in found.items() if members)


def fraction_draws(
    parts: Sequence[Stratum], n_resamples: int, rng: np.random.Generator, spread: MeasurementError = MeasurementError()
) -> FloatArray:
    """Shape (1 + draws,): the section's fraction itself, then draws of it, all within 0–1."""
    total = np.zeros(1 + n_resamples)
    for part in parts:
        values = (
            np.concatenate([[part.fraction], _draws(part, n_resamples, rng, spread)])
            if n_resamples
            else [part.fraction]
        )
        total += part.weight * np.asarray(values)
    return total


def fraction_interval(parts: Sequence[Stratum], n_resamples: FloatArray) -> Interval | None:
    """95 % interval of a section's fraction; None if nothing is graded or nothing was drawn."""
    if not parts or len(n_resamples) < 2:
        return None
    if all(part.blank for part in parts):
        return interval_of(n_resamples, "left blank")
    if len(parts) == 1 and not parts[0].free:
        n, p = effective_number(parts[0]), parts[0].fraction
        return clopper_pearson(p * n, n) if n < FEW else wilson(p * n, n)
    return interval_of(n_resamples, "quantiles of draws by part")


def interval_of(values: FloatArray, method: str) -> Interval:
    """The middle 95 % of `values[1:]`, widened where needed to hold the score itself, `values[0]`."""
    tail = (1 - LEVEL) / 2
    low = float(np.quantile(values[1:], tail, method="inverted_cdf"))
    high = float(np.quantile(values[1:], 1 - tail, method="inverted_cdf"))
    point = float(values[0])
    return Interval(low=min(low, point), high=max(high, point), level=LEVEL, method=method)


def wilson(successes: float, n: float) -> Interval:
    """Wilson's score interval (1927) for `successes` of `n`; both may be fractional (effective numbers)."""
    z = 1.959963984540054
    p = successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
    return Interval(low=max(0.0, centre - half), high=min(1.0, centre + half), level=LEVEL, method="Wilson")


def clopper_pearson(successes: float, n: float) -> Interval:
    """Clopper and Pearson's exact interval (1934), by beta quantiles, which allow fractional (effective) numbers."""
    from scipy.special import betaincinv

    tail = (1 - LEVEL) / 2
    low = 0.0 if successes <= 1e-9 else float(betaincinv(successes, n - successes + 1, tail))
    high = 1.0 if n - successes <= 1e-9 else float(betaincinv(successes + 1, n - successes, 1 - tail))
    return Interval(low=low, high=high, level=LEVEL, method="Clopper–Pearson")


def effective_number(part: Stratum) -> float:
    """Independent questions that would tell as much as these clustered ones; the number of clusters if p̂ is 0 or 1."""
    points, maximum = _by_cluster(part)
    count, n, p = len(points), len(part.points), part.fraction
    variance = p * (1 - p)
    if count < 2 or variance <= 1e-12:
        return float(count)
    seen = float(((points - p * maximum) ** 2).sum()) / float(maximum.sum()) ** 2 * count / (count - 1)
    return float(n) if seen <= 0 else max(1.0, min(float(n), variance / seen))


def _draws(part: Stratum, n_resamples: int, rng: np.random.Generator, spread: MeasurementError) -> FloatArray:
    n, p = len(part.points), part.fraction
    if part.blank:
        return np.full(n_resamples, p)
    if part.free and n < FEW_RESPONSES and spread.essay_sd > 0:
        seen = float(np.std(part.points / part.maximum, ddof=1)) if n > 1 else 0.0
        values = rng.normal(p, max(seen, spread.essay_sd) / np.sqrt(n), n_resamples)
    elif n < (FEW_RESPONSES if part.free else FEW) or p <= 0 or p >= 1:
        k = effective_number(part)
        values = rng.beta(k * p + 0.5, k * (1 - p) + 0.5, n_resamples)
    else:
        values = _bootstrap(part, n_resamples, rng)
    if part.free and spread.rater_sd > 0:
        shares = part.maximum / part.maximum.sum()
        values = values + rng.normal(0, spread.rater_sd * float(np.sqrt((shares**2).sum())), n_resamples)
    return np.clip(values, 0.0, 1.0)


def _bootstrap(part: Stratum, n_resamples: int, rng: np.random.Generator) -> FloatArray:
    pairs = np.stack(_by_cluster(part), axis=1)
    kinds, counts = np.unique(pairs, axis=0, return_counts=True)
    times = rng.multinomial(counts.sum(), counts / counts.sum(), size=n_resamples)
    result: FloatArray = (times @ kinds[:, 0]) / (times @ kinds[:, 1])
    return result


def _by_cluster(part: Stratum) -> tuple[FloatArray, FloatArray]:
    _, index = np.unique(np.array(part.clusters), return_inverse=True)
    return np.bincount(index, part.points).astype(float), np.bincount(index, part.maximum).astype(float)


def _stratum(weight: float, members: Sequence[ItemScore]) -> Stratum:
    # sorted by what is drawn, so that the order of questions cannot change a seeded result
    rows = sorted((c.cluster, c.points or 0.0, c.maximum) for c in members)
    return Stratum(
        weight=weight,
        points=np.array([r[1] for r in rows]),
        maximum=np.array([r[2] for r in rows]),
        clusters=tuple(r[0] for r in rows),
        free=members[0].free,
        blank=all(c.status == "blank" for c in members),
    )
