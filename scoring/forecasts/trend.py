"""Does the measure go one way with compute at all? No power law holds where it turns.

Two lines (Simonsohn 2018): at each break that leaves three models on both sides a line is fitted to either side; a
turn is found where the two slopes have opposite signs and both are significant at 5 % after Bonferroni over breaks.
With fewer than six levels of compute there is no such test: then only reversals beyond the scatter are counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.forecasts.points import Floats

MIN_FOR_TEST = 6


@dataclass(frozen=True)
class Trend:
    """`turns` = a U (or its mirror) is shown; `reversals` = steps the wrong way by more than 5 % of the whole range."""

    turns: bool
    p_value: float | None
    reversals: int
    steps: int

    @property
    def monotone(self) -> bool:
        """Nothing speaks against a measure that goes one way."""
        return not self.turns and self.reversals * 3 <= self.steps


def trend(compute: Floats, values: Floats) -> Trend:
    """The test of `values` over `compute`, both of shape (n,); values of one compute are averaged first."""
    levels, place = np.unique(np.round(np.log(compute), 2), return_inverse=True)
    means = np.asarray(np.bincount(place, values) / np.bincount(place), dtype=np.float64)
    steps = np.diff(means)
    overall = np.sign(means[-1] - means[0]) or 1.0
    wrong = int((steps * overall < -0.05 * np.ptp(means)).sum()) if len(steps) else 0
    p = _two_lines(np.asarray(levels, dtype=np.float64), means) if len(levels) >= MIN_FOR_TEST else None
    return Trend(p is not None and p < 0.05, p, wrong, len(steps))


def _two_lines(x: Floats, y: Floats) -> float:
    from scipy.stats import linregress

    best, breaks = 1.0, range(3, len(x) - 2)
    for at in breaks:
        first, second = linregress(x[:at], y[:at]), linregress(x[at:], y[at:])
        if first.slope * second.slope < 0:
            best = min(best, max(float(first.pvalue), float(second.pvalue)))
    return min(1.0, best * len(breaks))
