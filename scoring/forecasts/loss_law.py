"""L(C) = a·C^b + c, the law of Figure 1 of the GPT-4 report, fitted so that one bad run does not bend it.

The fit minimises a Huber loss of log residuals, log L_i − log(a·C_i^b + c), from many starts (Hoffmann et al. 2022,
appendix D.3, use the same loss; Besiroglu et al. 2024 show what a loose tolerance does to it). C is taken relative to
its geometric mean, so that height and slope are not tied to each other. Over-training terms, where there are any,
multiply a by exp(γ·m + δ·m²) (see `over_training`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from exams.errors import InputError
from scoring.forecasts.descent import least
from scoring.forecasts.points import Floats

HUBER = 0.01
"""Residuals of log loss beyond this (1 %) count by their size, not their square."""
MIN_POINTS = 4
"""Three parameters through three points always fit: nothing would be left to see a misfit by."""

Parameter = Literal["log_a", "b", "c"]


@dataclass(frozen=True)
class LossLaw:
    """L(C) = a·C^b + c with b < 0 and c ≥ 0.

    `over_training` holds γ (and δ), `objective` the Huber sum that was reached, `points` how many were fitted.
    """

    log_a: float
    b: float
    c: float
    over_training: tuple[float, ...]
    objective: float
    points: int

    @property
    def a(self) -> float:
        """The factor a, in units of loss times compute to the −b."""
        return float(np.exp(self.log_a))

    @property
    def parameters(self) -> int:
        """How many numbers were fitted."""
        return 3 + len(self.over_training)

    def loss(self, compute: Floats | float, terms: Floats | None = None) -> Floats:
        """The loss the law gives at `compute` (array or number) with over-training `terms` of shape (n, q)."""
        power = self.log_a + self.b * np.log(compute)
        if terms is not None and self.over_training:
            power = power + terms @ np.array(self.over_training)
        return np.asarray(np.exp(power) + self.c)


def huber(residuals: Floats, delta: float) -> Floats:
    """½r² within ±delta, delta·(|r| − ½delta) beyond (Huber 1964)."""
    size = np.abs(residuals)
    return np.where(size <= delta, 0.5 * residuals**2, delta * (size - 0.5 * delta))


def fit_loss_law(
    compute: Floats,
    loss: Floats,
    terms: Floats | None = None,
    *,
    held: Mapping[Parameter, float] | None = None,
    near: LossLaw | None = None,
    delta: float = HUBER,
) -> LossLaw:
    """The best law over a grid of starts, or from `near` alone, with `held` parameters kept at a value.

    `compute` and `loss` have shape (n,), `terms` (n, q). InputError for fewer than four points or one compute only.
    """
    if len(compute) < MIN_POINTS:
        raise InputError(
            f"{len(compute)} points are too few for a law of three parameters",
            hint=f"give at least {MIN_POINTS}; with fewer nothing shows whether the law holds",
        )
    if float(np.ptp(np.log(compute))) == 0:
        raise InputError("all points have the same compute", hint="a law needs models of different compute")
    held = held or {}
    extra = np.zeros((len(loss), 0)) if terms is None else terms
    middle = float(np.mean(np.log(compute)))
    x, y, top = np.log(compute) - middle, np.log(loss), float(loss.min())
    free = np.array(["log_a" not in held, "b" not in held, "c" not in held] + [True] * extra.shape[1])

    def whole(theta: Floats) -> Floats:
        full = np.array([0.0, -held.get("b", 0.0), held.get("c", 0.0), *[0.0] * extra.shape[1]])
        full[free] = theta
        if "log_a" in held:
            full[0] = held["log_a"] - full[1] * middle
        return full

    def objective(theta: Floats) -> tuple[float, Floats]:
        full = whole(theta)
        power = np.exp(full[0] - full[1] * x + extra @ full[3:])
        residual = y - np.log(power + full[2])
        pull = -np.clip(residual, -delta, delta) / (power + full[2])
        height = float(np.sum(pull * power))
        slope = float(np.sum(pull * power * -x)) - (middle * height if "log_a" in held else 0.0)
        gradient = np.array([height, slope, float(pull.sum()), *(extra.T @ (pull * power))])
        return float(huber(residual, delta).sum()), gradient[free]

    limits = np.array([(-60.0, 60.0), (1e-4, 5.0), (0.0, top)] + [(-5.0, 5.0)] * extra.shape[1])[free]

    best = least(objective, [start[free] for start in _starts(x, loss, extra.shape[1], near, middle)], limits)
    full = whole(best[1])
    others = tuple(float(v) for v in full[3:])
    return LossLaw(float(full[0] + full[1] * middle), -float(full[1]), float(full[2]), others, best[0], len(loss))


def _starts(x: Floats, loss: Floats, extra: int, near: LossLaw | None, middle: float) -> list[Floats]:
    if near is not None:
        return [np.array([near.log_a + near.b * middle, -near.b, near.c, *near.over_training])]
    starts = []
    for share in (0.0, 0.3, 0.6, 0.85):
        floor = share * float(loss.min())
        for slope in (0.03, 0.08, 0.2, 0.5):
            height = float(np.median(np.log(loss - floor) + slope * x))
            starts.append(np.array([height, slope, floor, *[0.0] * extra]))
    return starts
