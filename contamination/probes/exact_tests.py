"""Tests without a distribution assumed: permutation and bootstrap, one-sided, with Monte Carlo p-values that are valid.

p = (1 + draws at least as extreme) ÷ (1 + draws) is a valid p-value for any number of draws (Phipson & Smyth 2010), so
no p is ever smaller than 1 ÷ (1 + draws).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 9_999
EDGE = 1e-9  # two sums of the same numbers in another order may differ by rounding


@dataclass(frozen=True)
class Difference:
    """`value`: mean of the first less mean of the second; `p` one-sided (greater) unless asked for both sides."""

    value: float
    p: float
    interval: tuple[float, float]


def mean_difference(
    first: Sequence[float], second: Sequence[float], *, seed: int = 0, draws: int = DRAWS, two_sided: bool = False
) -> Difference:
    """Two independent samples: permutation test of their means, bootstrap interval. ValueError for an empty sample."""
    a, b = np.asarray(first, float), np.asarray(second, float)
    if not a.size or not b.size:
        raise ValueError("a sample is empty")
    random = np.random.default_rng(seed)
    value = float(a.mean() - b.mean())
    pooled = np.concatenate([a, b])
    # the mean of a random part of the pool decides the difference, so only that part is drawn
    order = random.permuted(np.broadcast_to(pooled, (draws, pooled.size)), axis=1)
    part = order[:, : a.size].mean(axis=1)
    drawn = part - (pooled.sum() - part * a.size) / b.size
    extreme = np.abs(drawn) >= abs(value) - EDGE if two_sided else drawn >= value - EDGE
    spread = _resampled(a, random) - _resampled(b, random)
    return Difference(value, _share(extreme), _middle(spread))


def paired_difference(
    first: Sequence[float], second: Sequence[float], *, seed: int = 0, draws: int = DRAWS
) -> Difference:
    """Pairs: mean of the differences, p by bootstrap as in Golchin & Surdeanu (2308.08493): the share of resampled
    mean differences that are not above 0. ValueError for an empty sample or lengths that differ."""
    pairs = np.asarray(first, float) - np.asarray(second, float)
    if not pairs.size:
        raise ValueError("a sample is empty")
    means = _resampled(pairs, np.random.default_rng(seed), draws)
    return Difference(float(pairs.mean()), _share(means <= EDGE), _middle(means))


def fisher_greater(hits: int, tries: int, control_hits: int, control_tries: int) -> float:
    """Fisher's exact p that hits of tries are more than the control's."""
    from scipy.stats import hypergeom

    total, successes = tries + control_tries, hits + control_hits
    return float(min(1.0, hypergeom.sf(hits - 1, total, successes, tries)))


def holm(values: Sequence[float]) -> list[float]:
    """p-values adjusted by Holm (1979), in the order given."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    adjusted, most = [0.0] * len(values), 0.0
    for rank, place in enumerate(order):
        most = max(most, min(1.0, (len(values) - rank) * values[place]))
        adjusted[place] = most
    return adjusted


def _resampled(values: np.ndarray, random: np.random.Generator, draws: int = 2_000) -> np.ndarray:
    return np.asarray(values[random.integers(0, values.size, (draws, values.size))].mean(axis=1))


def _share(extreme: np.ndarray) -> float:
    return float((1 + int(extreme.sum())) / (1 + extreme.size))


def _middle(means: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
