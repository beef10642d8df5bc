"""Do two runs differ on the questions they share?

Answers that are wholly right or wrong: McNemar's exact test (1947), a binomial test on the questions that only one of
the two got right. Points in between: a sign-flip permutation test of the mean difference (Fisher 1935). The interval
of the difference is a bootstrap over passages (questions of one passage are drawn together), both runs' answers to a
question staying paired.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from exams.errors import InputError
from scoring.comparisons.detectable import clustered_error, noticeable
from scoring.interval import interval_of
from scoring.scales.tables import FloatArray
from scoring.types import Grade, Interval

PERMUTATIONS = 10_000
AT_ONCE = 500  # of them


@dataclass(frozen=True)
class Comparison:
    """`difference` = first − second, in shares of `maximum`, the points of the shared questions; counts are of
    questions."""

    shared: int
    only_in_first: int
    only_in_second: int
    first: float
    second: float
    better_first: int
    better_second: int
    difference: float
    interval: Interval
    p_value: float
    test: str
    maximum: float
    noticeable: float  # the smallest true difference found at 80 % power, as a share of the points
    noticeable_unpaired: float  # the same, had each run been asked other questions


def compare(
    first: Iterable[Grade],
    second: Iterable[Grade],
    *,
    n_resamples: int = 10_000,
    seed: int = 0,
    section: str | None = None,
) -> Comparison:
    """Compare two runs question by question, over all sections or one. InputError if they share no graded question."""
    left, right = _graded(first, section), _graded(second, section)
    shared = sorted(left.keys() & right.keys())
    if not shared:
        raise InputError("the two runs share no graded question", hint="compare runs of the same form")
    for name in shared:
        if left[name].max_points != right[name].max_points:
            raise InputError(f"question {name!r} has different maximum points in the two runs")
    points = np.array([[left[q].points, right[q].points] for q in shared], dtype=float)
    maximum = np.array([left[q].max_points for q in shared])
    gaps = points[:, 0] - points[:, 1]
    passages = [left[q].cluster or f"\x00{q}" for q in shared]
    _, cluster = np.unique(passages, return_inverse=True)
    by_cluster, worth = np.bincount(cluster, gaps).astype(float), np.bincount(cluster, maximum).astype(float)
    rng = np.random.default_rng(seed)
    p, test = _p_value(points, maximum, by_cluster, rng)
    return Comparison(
        shared=len(shared),
        only_in_first=len(left) - len(shared),
        only_in_second=len(right) - len(shared),
        first=float(points[:, 0].sum() / maximum.sum()),
        second=float(points[:, 1].sum() / maximum.sum()),
        better_first=int((gaps > 1e-9).sum()),
        better_second=int((gaps < -1e-9).sum()),
        difference=float(gaps.sum() / maximum.sum()),
        interval=_interval(by_cluster, worth, n_resamples, rng),
        p_value=p,
        test=test,
        maximum=float(maximum.sum()),
        noticeable=noticeable(*clustered_error(gaps, maximum, passages)),
        noticeable_unpaired=_unpaired(points, maximum, passages),
    )


def _unpaired(points: FloatArray, maximum: FloatArray, passages: list[str]) -> float:
    (one, groups), (other, _) = (clustered_error(points[:, i], maximum, passages) for i in (0, 1))
    return noticeable(math.hypot(one, other), groups)


def mcnemar(only_first: int, only_second: int) -> float:
    """Exact two-sided p for the questions that only one of two got right; 1 if there are none."""
    from scipy.special import bdtr

    discordant, fewer = only_first + only_second, min(only_first, only_second)
    return min(1.0, 2 * float(bdtr(fewer, discordant, 0.5)))


def _graded(grades: Iterable[Grade], section: str | None) -> dict[str, Grade]:
    return {g.question: g for g in grades if g.points is not None and section in (None, g.section)}


def _p_value(
    points: FloatArray, maximum: FloatArray, by_cluster: FloatArray, rng: np.random.Generator
) -> tuple[float, str]:
    wholly = np.isclose(points, 0) | np.isclose(points, maximum[:, None])
    if wholly.all() and len(by_cluster) == len(points):
        gaps = points[:, 0] - points[:, 1]
        return mcnemar(int((gaps > 0).sum()), int((gaps < 0).sum())), "McNemar, exact"
    seen = abs(float(by_cluster.sum()))
    as_far = 0
    for done in range(0, PERMUTATIONS, AT_ONCE):  # all at once would take a gigabyte for 14,000 questions
        signs = rng.choice([-1.0, 1.0], size=(min(AT_ONCE, PERMUTATIONS - done), len(by_cluster)))
        as_far += int((np.abs(signs @ by_cluster) >= seen - 1e-9).sum())
    return (as_far + 1) / (PERMUTATIONS + 1), f"sign-flip permutation of {len(by_cluster)} questions or passages"


def _interval(by_cluster: FloatArray, worth: FloatArray, n_resamples: int, rng: np.random.Generator) -> Interval:
    pairs, counts = np.unique(np.stack([by_cluster, worth], axis=1), axis=0, return_counts=True)
    times = rng.multinomial(counts.sum(), counts / counts.sum(), size=n_resamples)
    values = (times @ pairs[:, 0]) / (times @ pairs[:, 1])
    point = by_cluster.sum() / worth.sum()
    return interval_of(np.concatenate([[point], values]), "paired bootstrap over questions or passages")
