"""What a number of questions could have noticed: the smallest true difference that a comparison would mostly find.

With a standard error s of the difference, a two-sided test at 5 % finds a true difference δ in 80 % of repetitions if
δ ≥ (z₀.₉₇₅ + z₀.₈) · s = 2.80 · s (Cohen 1988, chapter 2; for evaluations of language models Miller 2024, "Adding Error
Bars to Evals", arXiv:2411.00640, section 5). Paired, s is that of the mean of the differences question by question;
unpaired, of two independent samples of questions, √(s₁² + s₂²). Questions of one passage are one cluster, and s is the
clustered one (Miller, section 2.2; Liang and Zeger 1986):  s² = G ÷ (G − 1) · Σ_c (x_c − x̄ · w_c)² ÷ (Σ w_c)²  over G
clusters with points x_c of w_c.

An exact paired test has a floor that no standard error shows: with fewer than six questions (or passages) on which the
two differ it cannot reach 5 % (2 · 0.5⁵ = .0625, 2 · 0.5⁶ = .031). So nothing under 6 of G is ever called noticeable.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.scales.tables import FloatArray

Z_TEST = 1.959963984540054  # z at 97.5 %: two-sided, 5 %
Z_POWER = 0.8416212335729143  # z at 80 %
FEWEST = 6  # discordant questions or passages without which an exact two-sided test cannot reach 5 %


@dataclass(frozen=True)
class PairedDifference:
    """Two sets of values on the same ids. `difference` = first − second, in the values' unit, as all others.

    low, high: 95 %, by the clustered standard error. noticeable: the smallest true difference found at 80 % power when
    paired; `noticeable_unpaired`: if the two had been asked other questions each. correlation: of the two over the
    questions; None where either does not vary.
    """

    shared: int
    only_in_first: int
    only_in_second: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    standard_error: float
    noticeable: float
    noticeable_unpaired: float
    correlation: float | None


def paired_difference(
    first: Mapping[str, float], second: Mapping[str, float], cluster: Mapping[str, str] | None = None
) -> PairedDifference:
    """Compare two sets of values (points as shares of 1, usually) by question id: models, translations, orders.

    cluster: id → passage; an id without one stands alone. ValueError if no id is in both.
    """
    ids = sorted(first.keys() & second.keys())
    if not ids:
        raise ValueError("no question is in both")
    left, right = np.array([first[i] for i in ids], float), np.array([second[i] for i in ids], float)
    passages = [(cluster or {}).get(i) or f"\x00{i}" for i in ids]
    worth = np.ones(len(ids))
    error, groups = clustered_error(left - right, worth, passages)
    apart = math.hypot(clustered_error(left, worth, passages)[0], clustered_error(right, worth, passages)[0])
    gap = float((left - right).mean())
    varies = left.std() > 0 and right.std() > 0
    return PairedDifference(
        shared=len(ids),
        only_in_first=len(first) - len(ids),
        only_in_second=len(second) - len(ids),
        first=float(left.mean()),
        second=float(right.mean()),
        difference=gap,
        low=gap - Z_TEST * error,
        high=gap + Z_TEST * error,
        standard_error=error,
        noticeable=noticeable(error, groups),
        noticeable_unpaired=noticeable(apart, groups),
        correlation=float(np.corrcoef(left, right)[0, 1]) if varies else None,
    )


def noticeable(standard_error: float, clusters: int) -> float:
    """The smallest share of the points that would be found at 80 % power; at least 6 of the clusters, at most 1."""
    return min(1.0, max((Z_TEST + Z_POWER) * standard_error, FEWEST / clusters))


def clustered_error(points: FloatArray, worth: FloatArray, clusters: list[str]) -> tuple[float, int]:
    """Standard error of Σ points ÷ Σ worth with questions of one cluster kept together, and the number of clusters.

    With a single cluster nothing can be known of how they vary: the error is then infinite.
    """
    _, index = np.unique(np.array(clusters), return_inverse=True)
    by_cluster, sizes = np.bincount(index, points), np.bincount(index, worth)
    groups, whole = len(sizes), float(sizes.sum())
    if groups < 2:
        return math.inf, groups
    left = by_cluster - by_cluster.sum() / whole * sizes
    return math.sqrt(groups / (groups - 1) * float(left @ left)) / whole, groups
