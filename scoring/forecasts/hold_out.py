"""Rolling hold-outs: the same procedure on the smaller models, held against the larger ones that are known.

A forecast's own words of how sure it is can be checked only so: fit on the k models of smallest compute, forecast the
next ones, go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.forecasts.forecast_loss import Forecast
from scoring.forecasts.points import Floats


@dataclass(frozen=True)
class HeldOut:
    """One model that was held out: how many were fitted, what was forecast, what was `seen`."""

    model: str
    fitted: int
    forecast: Forecast
    seen: float

    @property
    def error(self) -> float:
        """Forecast over seen, minus one."""
        return self.forecast.median / self.seen - 1 if self.seen else float("nan")

    def inside(self, level: float) -> bool:
        """Whether the seen value lies in the forecast's interval."""
        return self.forecast.holds(self.seen, level)


@dataclass(frozen=True)
class Coverage:
    """How many of so many held-out models lay inside the interval of `level`."""

    level: float
    inside: int
    count: int

    @property
    def share(self) -> float:
        """Inside ÷ count."""
        return self.inside / self.count


def first_usable(compute: Floats, fewest: int) -> int:
    """How many of the smallest models (compute in order) make the first fit: `fewest`, three levels and one decade.

    The count of all, so that nothing is held out, where they never span a decade.
    """
    for count in range(fewest, len(compute)):
        levels = len(np.unique(np.round(np.log10(compute[:count]), 2)))
        if levels >= 3 and compute[count - 1] >= 10 * compute[0]:
            return count
    return len(compute)


def steps(count: int, fewest: int, most_steps: int = 12) -> Iterator[tuple[int, int]]:
    """(k, until): fit on the first k, forecast places k to `until`; every place from `fewest` on comes once."""
    left = count - fewest
    if left <= 0:
        return
    width = -(-left // most_steps)
    for k in range(fewest, count, width):
        yield k, min(k + width, count)


def rolling(
    models: Sequence[str],
    seen: Sequence[float],
    forecast: Callable[[int, int], Sequence[Forecast]],
    *,
    fewest: int,
) -> list[HeldOut]:
    """Hold-outs of models in order of compute; `forecast(k, until)` forecasts places k to `until` from the first k."""
    found = []
    for k, until in steps(len(models), fewest):
        for place, made in zip(range(k, until), forecast(k, until), strict=True):
            found.append(HeldOut(models[place], k, made, float(seen[place])))
    return found


def coverage(held_out: Sequence[HeldOut], level: float) -> Coverage:
    """How often the interval of this level held the value seen."""
    return Coverage(level, sum(h.inside(level) for h in held_out), len(held_out))
