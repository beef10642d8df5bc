"""The loss a larger model will have, as a median and prediction intervals, from the posterior of the loss law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from exams.errors import InputError
from scoring.forecasts.loss_law import MIN_POINTS
from scoring.forecasts.over_training import degree, terms
from scoring.forecasts.points import Floats, Points
from scoring.forecasts.posterior import LossPosterior, posterior

LEVELS = (0.5, 0.8, 0.95)


@dataclass(frozen=True)
class Forecast:
    """What is forecast for one compute: `median`, and (lower, upper) by level; `ratio` = tokens a parameter assumed.

    `decades` = log10 of the target's compute over the largest fitted (negative inside the range).
    """

    compute: float
    median: float
    intervals: Mapping[float, tuple[float, float]]
    decades: float
    ratio: float | None = None

    def holds(self, value: float, level: float = 0.8) -> bool:
        """Whether `value` lies in the interval of this level."""
        low, high = self.intervals[level]
        return low <= value <= high


def summary(draws: Floats, compute: float, largest: float, ratio: float | None, levels: Sequence[float]) -> Forecast:
    """Median and central intervals of draws."""
    bounds = {
        level: (float(low), float(high))
        for level in levels
        for low, high in [np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])]
    }
    return Forecast(compute, float(np.median(draws)), bounds, float(np.log10(compute / largest)), ratio)


def loss_posterior(points: Points) -> tuple[LossPosterior, int]:
    """The posterior of the loss law, and how many over-training terms it has. InputError for fewer than 4 points."""
    if len(points) < MIN_POINTS:
        raise InputError(f"{len(points)} points are too few for a forecast", hint=f"give at least {MIN_POINTS}")
    how_many = degree(points)
    return posterior(points.compute, points.losses, terms(points.ratio, len(points), how_many)), how_many


def loss_draws(points: Points, compute: float, ratio: float | None, *, draws: int = 4000, seed: int = 0) -> Floats:
    """Draws of the loss at one compute; shape (draws,)."""
    law, how_many = loss_posterior(points)
    return law.predict(compute, terms(ratio_or_usual(points, ratio), 1, how_many)[0], draws=draws, seed=seed)


def ratio_or_usual(points: Points, ratio: float | None) -> float | None:
    """The tokens a parameter of the target: what was asked, else the median of the points, else None."""
    if ratio is not None or points.ratio is None:
        return ratio
    return float(np.median(points.ratio))


def forecast_loss(
    points: Points,
    compute: Sequence[float],
    ratios: Sequence[float | None] | None = None,
    *,
    levels: Sequence[float] = LEVELS,
    seed: int = 0,
) -> list[Forecast]:
    """One forecast for each compute (and its tokens a parameter, where the runs differ in them)."""
    law, how_many = loss_posterior(points)
    found = []
    for at, ratio in zip(compute, ratios or [None] * len(compute), strict=True):
        meant = ratio_or_usual(points, ratio)
        draws = law.predict(at, terms(meant, 1, how_many)[0], seed=seed)
        found.append(summary(draws, at, float(points.compute.max()), meant if how_many else None, levels))
    return found
