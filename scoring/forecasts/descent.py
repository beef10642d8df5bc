"""Minimising a smooth function from one start after another, the best of them to a tight tolerance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from exams.errors import InputError
from scoring.forecasts.points import Floats

LOOSE, TIGHT = 1e-8, 1e-14


def least(
    objective: Callable[[Any], tuple[float, Any]], starts: Sequence[Floats], limits: Floats | None = None
) -> tuple[float, Floats]:
    """(value, place) of the least value found; `objective` gives its gradient too, `limits` are of shape (q, 2).

    L-BFGS-B within limits, BFGS without. InputError where no start leads anywhere.
    """
    from scipy.optimize import minimize

    def descend(start: Floats, tolerance: float) -> tuple[float, Floats]:
        begin: Any = start if limits is None else np.clip(start, limits[:, 0], limits[:, 1])
        options: Any = {"gtol": max(tolerance, 1e-12), "maxiter": 500}
        if limits is None:
            found = minimize(objective, begin, jac=True, method="BFGS", options=options)
        else:
            options["ftol"] = tolerance
            bounds: Any = limits.tolist()
            found = minimize(objective, begin, jac=True, bounds=bounds, method="L-BFGS-B", options=options)
        return (float(found.fun) if np.isfinite(found.fun) else np.inf), np.asarray(found.x, dtype=float)

    best = min((descend(start, LOOSE) for start in starts), key=lambda found: found[0])
    best = min(best, descend(best[1], TIGHT), key=lambda found: found[0])
    if not np.isfinite(best[0]):
        raise InputError("no law could be fitted to these points")
    return best
