"""Accuracy of a larger model in two steps: its loss by the loss law, then accuracy as a sigmoid of the loss.

accuracy = chance + (1 − chance) ÷ (1 + exp(s·(L − L0))), s > 0 (Bhagia et al. 2024, arXiv 2412.04403, use the same
shape with free ends). Fitted by least squares; the uncertainty of the second step is that of (s, L0) by its
linearised covariance, noise with a prior of `NOISE` (accuracy, `NOISE_WEIGHT` degrees of freedom), and a misfit of
`MISFIT` of the forecast gain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exams.errors import InputError
from scoring.forecasts.forecast_loss import LEVELS, Forecast, loss_draws, ratio_or_usual, summary
from scoring.forecasts.points import Floats, Points

NOISE, NOISE_WEIGHT, MISFIT = 0.02, 2.0, 0.15
MIN_POINTS = 4


@dataclass(frozen=True)
class Sigmoid:
    """`slope` s and `middle` L0 with their covariance (2, 2), in the loss's unit; `spread` of accuracies about it."""

    chance: float
    slope: float
    middle: float
    covariance: Floats
    spread: float
    freedom: float

    def accuracy(self, loss: Floats | float) -> Floats:
        """Accuracy at these losses."""
        return _curve(np.asarray(loss, dtype=float), self.slope, self.middle, self.chance)


def _curve(loss: Floats, slope: Floats | float, middle: Floats | float, chance: float) -> Floats:
    from scipy.special import expit

    return np.asarray(chance + (1 - chance) * expit(-slope * (loss - middle)))


def fit_sigmoid(loss: Floats, accuracy: Floats, chance: float = 0.0) -> Sigmoid:
    """The sigmoid through points of shape (n,). InputError for fewer than four, or where all accuracies are one."""
    from scipy.optimize import least_squares

    if len(loss) < MIN_POINTS:
        raise InputError(f"{len(loss)} points are too few for a sigmoid of the loss", hint=f"give {MIN_POINTS}")
    if float(np.ptp(accuracy)) == 0 or float(np.ptp(loss)) == 0:
        raise InputError("all points have one loss or one accuracy", hint="a sigmoid needs models that differ")
    width = float(np.ptp(loss))

    def residuals(at: Floats) -> Floats:
        return _curve(loss, np.exp(at[0]), at[1], chance) - accuracy

    fits = [
        least_squares(
            residuals,
            [np.log(steep / width), float(np.mean(loss)) + shift * width],
            x_scale=[1.0, width],
        )
        for steep in (1.0, 4.0)
        for shift in (-1.0, 0.0)
    ]
    best = min(fits, key=lambda fit: fit.cost)
    freedom = NOISE_WEIGHT + len(loss) - 2
    spread = float(np.sqrt((NOISE_WEIGHT * NOISE**2 + 2 * best.cost) / freedom))
    slope = float(np.exp(best.x[0]))
    jacobian = best.jac * np.array([1 / slope, 1.0])
    covariance = np.linalg.pinv(jacobian.T @ jacobian) * spread**2
    return Sigmoid(chance, slope, float(best.x[1]), covariance, spread, freedom)


def forecast_accuracy(
    points: Points,
    compute: Sequence[float],
    ratios: Sequence[float | None] | None = None,
    *,
    chance: float = 0.0,
    levels: Sequence[float] = LEVELS,
    draws: int = 4000,
    seed: int = 0,
) -> list[Forecast]:
    """One forecast of accuracy for each compute. Points need a loss and an accuracy."""
    if points.accuracy is None:
        raise InputError("the points have no accuracy", hint="give a column 'accuracy', or --accuracy-column NAME")
    sigmoid = fit_sigmoid(points.losses, points.accuracy, chance)
    best = float(points.accuracy[int(np.argmax(points.compute))])
    found = []
    for at, ratio in zip(compute, ratios or [None] * len(compute), strict=True):
        rng = np.random.default_rng(seed)
        loss = loss_draws(points, at, ratio, draws=draws, seed=seed)
        heavy = np.sqrt(sigmoid.freedom / rng.chisquare(sigmoid.freedom, draws))
        root = np.linalg.cholesky(sigmoid.covariance + 1e-12 * np.eye(2))
        shifts = (rng.standard_normal((draws, 2)) @ root.T) * heavy[:, None]
        slope = np.maximum(sigmoid.slope + shifts[:, 0], 1e-3 * sigmoid.slope)
        accuracy = _curve(loss, slope, sigmoid.middle + shifts[:, 1], chance)
        gain = abs(float(np.median(accuracy)) - best)
        accuracy = accuracy + rng.standard_normal(draws) * np.hypot(sigmoid.spread * heavy, MISFIT * gain)
        largest = float(points.compute.max())
        found.append(summary(np.clip(accuracy, 0, 1), at, largest, ratio_or_usual(points, ratio), levels))
    return found
