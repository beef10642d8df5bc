"""A ranking with intervals, and the groups of models that can't be told apart."""

from __future__ import annotations

from itertools import combinations
from typing import Literal

import numpy as np

from scoring.comparisons.holm import holm
from scoring.preferences.strengths import Strengths
from scoring.types.interval import Interval
from scoring.types.preference import RankingRecord, StrengthRecord

ELO = 400 / np.log(10)
"""Elo points of one unit of log strength (a win rate of 10 to 1 is 400 points)."""


def ranking(strengths: Strengths, ties: Literal["half", "Davidson"], level: float = 0.95) -> RankingRecord:
    """Strongest first; pairs are tested by their difference's standard error, Holm over all pairs."""
    from scipy.stats import norm

    order = np.argsort(-strengths.log_strength, kind="stable")
    error = np.sqrt(np.maximum(np.diag(strengths.covariance), 0))
    z = float(norm.ppf((1 + level) / 2))
    letters = _letters(strengths, order, 1 - level)
    rows = []
    for place in order:
        value = float(strengths.log_strength[place])
        reach = z * float(error[place])
        rows.append(
            StrengthRecord(
                model=strengths.models[place],
                log_strength=value,
                interval=Interval(low=value - reach, high=value + reach, level=level, method="observed information"),
                elo=value * float(ELO),
                share=float(strengths.shares[place]),
                groups=letters[int(place)],
            )
        )
    return RankingRecord(ties=ties, models=tuple(rows), tie_parameter=strengths.tie_parameter)


def differ(strengths: Strengths) -> dict[tuple[int, int], float]:
    """Holm-adjusted p of every pair (places in `models`) that both are equally strong."""
    from scipy.stats import norm

    pairs = list(combinations(range(len(strengths.models)), 2))
    p_values = []
    for i, j in pairs:
        cov = strengths.covariance
        variance = max(float(cov[i, i] + cov[j, j] - 2 * cov[i, j]), 1e-300)
        gap = float(strengths.log_strength[i] - strengths.log_strength[j])
        p_values.append(2 * float(norm.sf(abs(gap) / np.sqrt(variance))))
    return dict(zip(pairs, holm(p_values), strict=True))


def _letters(strengths: Strengths, order: np.ndarray[tuple[int], np.dtype[np.intp]], alpha: float) -> dict[int, str]:
    """A letter for each longest run of neighbours in the ranking of which no two differ."""
    adjusted = differ(strengths)
    count, letters, reached, number = len(order), {int(p): "" for p in order}, -1, 0
    for start in range(count):
        stop = start
        while stop + 1 < count and all(
            adjusted[tuple(sorted((int(order[k]), int(order[stop + 1]))))] >= alpha  # type: ignore[index]
            for k in range(start, stop + 1)
        ):
            stop += 1
        if stop > reached:
            for k in range(start, stop + 1):
                letters[int(order[k])] += _name(number)
            reached, number = stop, number + 1
    return letters


def _name(number: int) -> str:
    return chr(97 + number) if number < 26 else f"{chr(97 + number % 26)}{number // 26}"
