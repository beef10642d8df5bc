"""Intervals of the joint law's parameters, and of the loss it forecasts, by a bootstrap of residuals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exams.errors import InputError
from scoring.forecasts.forecast_loss import LEVELS, Forecast, summary
from scoring.forecasts.joint_law import JointLaw, fit_joint_law
from scoring.forecasts.points import Floats, Points
from scoring.forecasts.posterior import MISFIT

DRAWS = 60
JOINT_PARAMETERS = ("E", "A", "alpha", "B", "beta")


@dataclass(frozen=True)
class JointFit:
    """The law, refits of it to resampled residuals, and the residuals of log loss (enlarged by √(n ÷ (n − 5)))."""

    law: JointLaw
    refits: tuple[JointLaw, ...]
    residuals: Floats

    def interval(self, name: str, level: float = 0.95) -> tuple[float, float]:
        """The bootstrap interval of one parameter."""
        values = [float(getattr(law, name)) for law in self.refits]
        low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)


def sizes(points: Points) -> tuple[Floats, Floats]:
    """Parameters and tokens; InputError where they are not given."""
    if points.params is None or points.tokens is None:
        raise InputError("the joint law needs the columns params and tokens", hint="add them, or use --law loss")
    return points.params, points.tokens


def fit_joint(points: Points, *, draws: int = DRAWS, seed: int = 0) -> JointFit:
    """Fit the joint law and refit it to `draws` resamples of its residuals."""
    params, tokens = sizes(points)
    law = fit_joint_law(params, tokens, points.losses)
    fitted = np.log(law.loss(params, tokens))
    residuals = (np.log(points.losses) - fitted) * np.sqrt(law.points / max(law.points - 5, 1))
    rng = np.random.default_rng(seed)
    refits = tuple(
        fit_joint_law(params, tokens, np.exp(fitted + rng.choice(residuals, len(residuals))), near=law)
        for _ in range(draws)
    )
    return JointFit(law, refits, residuals)


def forecast_joint(
    points: Points,
    fit: JointFit,
    compute: Sequence[float],
    ratios: Sequence[float | None],
    *,
    levels: Sequence[float] = LEVELS,
    seed: int = 0,
) -> list[Forecast]:
    """Forecasts at compute C with M tokens a parameter: N = √(C ÷ 6M), D = M·N."""
    found, rng = [], np.random.default_rng(seed)
    largest = int(np.argmax(points.compute))
    usual = float(np.median(points.ratio)) if points.ratio is not None else 20.0
    for at, ratio in zip(compute, ratios, strict=True):
        meant = ratio or usual
        params = float(np.sqrt(at / (6 * meant)))
        losses = np.array([float(np.log(law.loss(params, meant * params))) for law in fit.refits])
        fall = abs(float(np.median(losses)) - float(np.log(points.losses[largest])))
        drawn = np.repeat(losses, 50)
        drawn = drawn + rng.choice(fit.residuals, len(drawn)) + MISFIT * fall * rng.standard_normal(len(drawn))
        found.append(summary(np.exp(drawn), at, float(points.compute.max()), meant, levels))
    return found
