"""How well the points tell a, b and c: profile-likelihood and bootstrap intervals, and whether there is a floor.

Profile. A value v of one parameter is in the interval when the fit with v held is not significantly worse:
(S(v) ÷ S_min − 1)·(n − p) ≤ F(level; 1, n − p), with S the Huber sum and p the number of parameters (for a normal
error of unknown size this is the likelihood-ratio interval; Bates & Watts 1988, §6). Bootstrap: residuals, enlarged by
√(n ÷ (n − p)), are drawn anew and the law refitted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.forecasts.loss_law import HUBER, LossLaw, Parameter, fit_loss_law
from scoring.forecasts.points import Floats

PARAMETERS: tuple[Parameter, ...] = ("log_a", "b", "c")
IDENTIFIED_SHARE = 1 / 3
"""A floor whose interval spans more than this share of the smallest loss is not told by the points."""


@dataclass(frozen=True)
class ParameterInterval:
    """`profile` and `bootstrap` bounds of one parameter; `open_below` and `open_above`: the profile has no such end."""

    name: Parameter
    value: float
    profile: tuple[float, float]
    bootstrap: tuple[float, float]
    open_below: bool = False
    open_above: bool = False


@dataclass(frozen=True)
class LawIntervals:
    """One interval a parameter at `level`, and what they say of the floor."""

    level: float
    parameters: tuple[ParameterInterval, ...]
    floor_identified: bool
    floor_words: str

    def of(self, name: Parameter) -> ParameterInterval:
        """The interval of one parameter."""
        return next(p for p in self.parameters if p.name == name)


def inside_profile(
    law: LossLaw, compute: Floats, loss: Floats, terms: Floats | None, name: Parameter, value: float, level: float
) -> bool:
    """Whether `value` of a parameter is in the profile-likelihood interval."""
    held = fit_loss_law(compute, loss, terms, held={name: value}, near=law)
    return _excess(law, held) <= _most(law, level)


def law_intervals(
    law: LossLaw,
    compute: Floats,
    loss: Floats,
    terms: Floats | None = None,
    *,
    level: float = 0.95,
    draws: int = 60,
    seed: int = 0,
) -> LawIntervals:
    """Intervals of all three parameters of a law fitted to these points."""
    drawn = _bootstrap(law, compute, loss, terms, draws, seed)
    parameters = []
    for place, name in enumerate(PARAMETERS):
        value = float(getattr(law, name))
        low, high, below, above = _profile(law, compute, loss, terms, name, level)
        bounds = np.quantile(drawn[:, place], [(1 - level) / 2, (1 + level) / 2])
        bootstrap = (float(bounds[0]), float(bounds[1]))
        parameters.append(ParameterInterval(name, value, (low, high), bootstrap, below, above))
    found, words = _floor(parameters[2], float(loss.min()), level)
    return LawIntervals(level, tuple(parameters), found, words)


def _excess(law: LossLaw, held: LossLaw) -> float:
    least = max(law.objective, 1e-18)
    return (held.objective / least - 1) * max(law.points - law.parameters, 0)


def _most(law: LossLaw, level: float) -> float:
    from scipy.stats import f

    freedom = law.points - law.parameters
    return float(f.ppf(level, 1, freedom)) if freedom > 0 else float("inf")


def _profile(
    law: LossLaw, compute: Floats, loss: Floats, terms: Floats | None, name: Parameter, level: float
) -> tuple[float, float, bool, bool]:
    from scipy.optimize import brentq

    limit, value = _most(law, level), float(getattr(law, name))
    least, most = {
        "log_a": (value - 60.0, value + 60.0),
        "b": (-4.9, -2e-4),
        "c": (0.0, float(loss.min()) * 0.9999),
    }[name]

    def over(at: float) -> float:
        return _excess(law, fit_loss_law(compute, loss, terms, held={name: at}, near=law)) - limit

    def end(bound: float) -> tuple[float, bool]:
        if not np.isfinite(limit) or abs(bound - value) < 1e-12 or over(bound) <= 0:
            return bound, True
        return float(brentq(over, value, bound, xtol=1e-4 * abs(bound - value) + 1e-9, rtol=1e-3, maxiter=40)), False

    (low, below), (high, above) = end(least), end(most)
    return low, high, below, above


def _bootstrap(law: LossLaw, compute: Floats, loss: Floats, terms: Floats | None, draws: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    fitted = np.log(law.loss(compute, terms))
    residual = (np.log(loss) - fitted) * np.sqrt(law.points / max(law.points - law.parameters, 1))
    rows = []
    for _ in range(draws):
        again = np.exp(fitted + rng.choice(residual, len(residual)))
        refit = fit_loss_law(compute, again, terms, near=law, delta=HUBER)
        rows.append([refit.log_a, refit.b, refit.c])
    return np.array(rows)


def _floor(interval: ParameterInterval, smallest: float, level: float) -> tuple[bool, str]:
    low, high = interval.profile
    share = f"{level:.0%}".replace("%", " %")
    bounds = f"{low:.4g} to {high:.4g}"
    if high - low > smallest * IDENTIFIED_SHARE or interval.open_above:
        return False, (
            f"the floor c is not identified: its {share} interval, {bounds}, spans more than a third of the smallest "
            f"loss ({smallest:.4g}); the points hold a floor and a flatter power law alike"
        )
    if interval.open_below:
        return True, f"the floor c is at most {high:.4g} ({share}); the points are held without a floor as well"
    return True, f"the floor c is identified: {interval.value:.4g} ({share}: {bounds})"
