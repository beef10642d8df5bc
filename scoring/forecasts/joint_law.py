"""L(N, D) = E + A·N^−α + B·D^−β (Hoffmann et al. 2022, approach 3), for runs that vary size and data apart.

The loss is a Huber sum of log residuals, δ = 1e-3, in the log-sum-exp form, minimised by BFGS from a grid of starts
as in the replication by Besiroglu et al. 2024 (arXiv 2404.10102).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from exams.errors import InputError
from scoring.forecasts.descent import least
from scoring.forecasts.loss_law import huber
from scoring.forecasts.points import Floats

HUBER = 1e-3
MIN_POINTS = 8


@dataclass(frozen=True)
class JointLaw:
    """E (irreducible loss), A, α for parameters, B, β for tokens; `objective` is the Huber sum that was reached."""

    E: float
    A: float
    alpha: float
    B: float
    beta: float
    objective: float
    points: int

    def loss(self, params: Floats | float, tokens: Floats | float) -> Floats:
        """The loss at so many parameters and tokens (arrays or numbers)."""
        n, d = np.log(params), np.log(tokens)
        return np.asarray(self.E + self.A * np.exp(-self.alpha * n) + self.B * np.exp(-self.beta * d))


def fit_joint_law(
    params: Floats, tokens: Floats, loss: Floats, *, near: JointLaw | None = None, delta: float = HUBER
) -> JointLaw:
    """The best of a grid of starts, or from `near` alone. InputError for fewer than eight points or
    too few sizes."""
    if len(loss) < MIN_POINTS:
        raise InputError(f"{len(loss)} points are too few for a law of five parameters", hint=f"give {MIN_POINTS}")
    if len(np.unique(params)) < 3 or len(np.unique(tokens)) < 3:
        raise InputError("fewer than three sizes or three amounts of data", hint="use --law loss")
    middles = float(np.mean(np.log(params))), float(np.mean(np.log(tokens)))
    n, d, y = np.log(params) - middles[0], np.log(tokens) - middles[1], np.log(loss)

    def objective(theta: Floats) -> tuple[float, Floats]:
        parts = np.stack([theta[0] - theta[1] * n, theta[2] - theta[3] * d, np.full_like(n, theta[4])])
        highest = parts.max(axis=0)
        shares = np.exp(parts - highest)
        total = shares.sum(axis=0)
        residual = y - highest - np.log(total)
        pull = -np.clip(residual, -delta, delta) * shares / total / len(y)
        slopes = [pull[0].sum(), -(pull[0] * n).sum(), pull[1].sum(), -(pull[1] * d).sum(), pull[2].sum()]
        return float(huber(residual, delta).mean()), np.array(slopes)

    best = least(objective, _starts(float(loss.min()), near, middles))
    log_a, alpha, log_b, beta, log_e = (float(v) for v in best[1])
    a, b = np.exp(log_a + alpha * middles[0]), np.exp(log_b + beta * middles[1])
    return JointLaw(float(np.exp(log_e)), float(a), alpha, float(b), beta, best[0] * len(loss), len(loss))


def _starts(base: float, near: JointLaw | None, middles: tuple[float, float]) -> list[Floats]:
    if near is not None:
        n, d = middles
        heights = np.log(near.A) - near.alpha * n, np.log(near.B) - near.beta * d
        return [np.array([heights[0], near.alpha, heights[1], near.beta, np.log(near.E)])]
    grid = product((0.1, 0.4), (0.2, 0.5), (0.1, 0.4), (0.2, 0.5), (0.5, 0.8))
    return [
        np.array([np.log(high_n * base), alpha, np.log(high_d * base), beta, np.log(share * base)])
        for high_n, alpha, high_d, beta, share in grid
    ]
