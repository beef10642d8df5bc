"""−E[log pass rate] = α·C^−k, the law of Figure 2 of the GPT-4 report, with prediction intervals.

A line in logs, by weighted least squares. A value y = −E[log pass rate] has three sources of noise, as variances of
log y: the law's own misfit, `NOISE`²; the chance in the tries, 1 ÷ (tries · problems · y) as for a count of misses;
and a `RESIDUE` that no model of the family gets rid of (wrong keys, refusals, slips), log(1 + `RESIDUE` ÷ y)². The
scale of the first has a prior worth `NOISE_WEIGHT` degrees of freedom, so that three points do not promise the
exactness of two; the prediction is a t distribution. A misfit of `MISFIT` of the forecast fall is added. The constants
were set over rolling hold-outs as those of the loss law (docs/forecasts.md). The report prints no interval and no
floor: a law without a floor sinks below what guessing in multiple choice, wrong keys and refusals leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exams.errors import InputError
from scoring.forecasts.forecast_loss import LEVELS, Forecast
from scoring.forecasts.points import Floats

NOISE, NOISE_WEIGHT, RESIDUE, MISFIT = 0.18, 1.0, 0.02, 0.1
MIN_MODELS = 3


@dataclass(frozen=True)
class PassRateLaw:
    """α (at C = 1 in the unit given), k with its interval, and what a forecast needs of the fit.

    `scale` multiplies the assumed variances, on `freedom` degrees of freedom; `raised` counts values of zero that were
    raised to half a miss in all tries.
    """

    log_alpha: float
    k: float
    k_interval: tuple[float, float]
    scale: float
    freedom: float
    points: int
    raised: int
    tries: int
    problems: int
    middle: float
    scatter: float
    weight: float
    largest: float

    def value(self, compute: Floats | float) -> Floats:
        """−E[log pass rate] at `compute`."""
        return np.asarray(np.exp(self.log_alpha - self.k * np.log(compute)))

    def forecast(self, compute: float, levels: Sequence[float] = LEVELS) -> Forecast:
        """The value of a model of this compute, with as many tries and problems as those fitted."""
        from scipy.stats import t

        expected = self.log_alpha - self.k * np.log(compute)
        step = np.log(compute) - self.middle
        line = self.scale * (NOISE**2 + 1 / self.weight + step**2 / self.scatter)
        value = max(float(np.exp(expected)), smallest_seen(self.tries, self.problems))
        beyond = MISFIT * self.k * (np.log(compute) - self.largest)
        spread = np.sqrt(line + float(_own_noise(np.array([value]), self.tries, self.problems)[0]) + beyond**2)
        bounds = {}
        for level in levels:
            reach = float(t.ppf((1 + level) / 2, self.freedom) * spread)
            bounds[level] = (float(np.exp(expected - reach)), float(np.exp(expected + reach)))
        decades = float((np.log(compute) - self.largest) / np.log(10))
        return Forecast(compute, float(np.exp(expected)), bounds, decades)


def smallest_seen(tries: int, problems: int) -> float:
    """Half a miss in all tries: what stands for 0 where every try solved its problem."""
    return 0.5 / (tries * problems)


def fit_pass_rate_law(
    compute: Floats, values: Floats, *, tries: int, problems: int, level: float = 0.95
) -> PassRateLaw:
    """A line through log `values` (−E[log pass rate], one a model) against log `compute`.

    `tries` is the number a problem, `problems` how many. InputError for fewer than three models, one compute only or a
    value that is infinite.
    """
    from scipy.stats import t

    if len(compute) < MIN_MODELS or float(np.ptp(np.log(compute))) == 0:
        raise InputError(f"{len(compute)} models are too few for a pass-rate law", hint=f"give at least {MIN_MODELS}")
    if not np.isfinite(values).all():
        raise InputError("a model never solved one of the problems", hint="leave the problem out, or bound it")
    smallest = smallest_seen(tries, problems)
    held = np.maximum(values, smallest)
    x, y = np.log(compute), np.log(held)
    weight = 1 / (NOISE**2 + _own_noise(held, tries, problems))
    middle = float((weight * x).sum() / weight.sum())
    scatter = float((weight * (x - middle) ** 2).sum())
    slope = float((weight * (x - middle) * y).sum() / scatter)
    height = float((weight * y).sum() / weight.sum())
    residual = y - height - slope * (x - middle)
    freedom = NOISE_WEIGHT + len(x) - 2
    scale = (NOISE_WEIGHT + float((weight * residual**2).sum())) / freedom
    reach = float(t.ppf((1 + level) / 2, freedom)) * np.sqrt(scale / scatter)
    return PassRateLaw(
        log_alpha=height - slope * middle,
        k=-slope,
        k_interval=(float(-slope - reach), float(-slope + reach)),
        scale=scale,
        freedom=freedom,
        points=len(x),
        raised=int((values < smallest).sum()),
        tries=tries,
        problems=problems,
        middle=middle,
        scatter=scatter,
        weight=float(weight.sum()),
        largest=float(x.max()),
    )


def _own_noise(values: Floats, tries: int, problems: int) -> Floats:
    return np.asarray(1 / (tries * problems * values) + np.log1p(RESIDUE / values) ** 2)
