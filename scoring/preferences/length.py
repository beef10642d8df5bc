"""Would the second still win if both answers were of one length? A logistic regression on the difference.

logit P(second preferred) = θ + φ·tanh((length₂ − length₁) ÷ SD), ties as halves; the length-controlled rate is
σ(θ), the model's rate at equal length (Dubois et al. 2024, arXiv 2404.04475, use the same term; their prompt difficulty
needs many models and is left out). Standard errors are sandwich
ones, clusters being prompts. Lengths are in characters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exams.counted import agree, counted
from scoring.preferences.win_rate import Floats
from scoring.types.interval import Interval

FEWEST = 20


def length_controlled(
    shares: Floats, first: Floats, second: Floats, clusters: Sequence[str], level: float = 0.95
) -> tuple[float, Interval, float] | str:
    """(rate at equal length, its interval, φ), or the reason why there is none. All arrays have shape (n,)."""
    from scipy.special import expit
    from scipy.stats import norm

    if len(shares) < FEWEST:
        return (
            f"{counted(len(shares), 'verdict')} with lengths {agree(len(shares), 'is', 'are')} "
            f"too few for a length-controlled rate ({FEWEST})"
        )
    difference = second - first
    spread = float(np.std(difference))
    if spread == 0:
        return "all answers differ by the same length: nothing to control by"
    design = np.column_stack([np.ones(len(shares)), np.tanh(difference / spread)])
    theta = _logistic(design, shares)
    if theta is None:
        return "length or model decides every verdict: no regression can part them"
    fitted = expit(design @ theta)
    bread = np.linalg.inv((design * (fitted * (1 - fitted))[:, None]).T @ design)
    _, place = np.unique(np.asarray(clusters), return_inverse=True)
    scores = design * (shares - fitted)[:, None]
    summed = np.stack([np.bincount(place, scores[:, k]) for k in range(2)], axis=1)
    covariance = bread @ (summed.T @ summed) @ bread
    reach = float(norm.ppf((1 + level) / 2)) * float(np.sqrt(covariance[0, 0]))
    bounds = expit(theta[0] - reach), expit(theta[0] + reach)
    interval = Interval(
        low=float(bounds[0]), high=float(bounds[1]), level=level, method="logistic, clustered by prompt"
    )
    return float(expit(theta[0])), interval, float(theta[1])


def _logistic(design: Floats, shares: Floats) -> Floats | None:
    """Maximum likelihood with fractional outcomes; None where it runs to infinity (separation)."""
    from scipy.optimize import minimize
    from scipy.special import expit

    def loss(theta: Floats) -> tuple[float, Floats]:
        linear = design @ theta
        value = float(np.sum(np.logaddexp(0, linear) - shares * linear))
        return value, np.asarray(design.T @ (expit(linear) - shares))

    found = minimize(loss, np.zeros(design.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-9})
    theta = np.asarray(found.x, dtype=float)
    return theta if np.isfinite(theta).all() and float(np.abs(theta).max()) < 15 else None
