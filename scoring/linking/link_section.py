"""One section linked by three methods, with standard errors by resampling the common persons.

Resampling is the Bayesian bootstrap (Rubin 1981, Annals of Statistics 9): persons with all their sittings get weights
from a flat Dirichlet distribution, so that no resample is of one person alone. Weighted means of n persons then vary by
1 ÷ (n + 1) of the persons' variance; the spread is widened by √((n + 1) ÷ (n − 2)), n − 2 being the degrees of freedom
of two spreads compared on the same persons (Pitman 1939; Morgan 1939). Intervals use Student's t with n − 3 degrees of
freedom. How often they hold the truth: `benchmarks/link_coverage.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from exams.errors import InputError
from scoring.comparisons.correlation import correlation_interval
from scoring.linking.common_persons import FEWEST, CommonPersons
from scoring.linking.equipercentile import chosen_moments, equipercentile
from scoring.linking.linear import linear
from scoring.linking.rasch import both_forms, calibrate, rasch
from scoring.scales.tables import FloatArray

METHODS = ("linear", "equipercentile", "rasch")
RESAMPLES = {"linear": 1000, "equipercentile": 200, "rasch": 200}


@dataclass(frozen=True)
class LinkedCurve:
    """One method. Shape of `GRID` each: the share on the real form, and its standard error. Clipped to 0 to 1."""

    method: str
    real: FloatArray
    error: FloatArray


@dataclass(frozen=True)
class SectionLink:
    """A section's link. `degrees` of freedom are for Student's t; `correlation` is of the persons' mean shares, with
    Fisher's 95 % interval; `shift` is the mean difference real − practice with its standard error."""

    curves: tuple[LinkedCurve, ...]
    persons: int
    sittings: int
    degrees: int
    means: tuple[float, float]
    spreads: tuple[float, float]
    correlation: float | None
    correlation_interval: tuple[float, float] | None
    shift: tuple[float, float]


def link_section(data: CommonPersons, *, seed: int = 0, methods: tuple[str, ...] = METHODS) -> SectionLink:
    """Link practice to real. InputError with fewer than `FEWEST` persons, or who all did alike on one of the forms."""
    n = len(data.persons)
    if n < FEWEST:
        raise InputError(f"{n} common persons sat both forms: a link needs {FEWEST}", hint="run more models on both")
    first, second = data.means()
    for own, name in ((first, "practice"), (second, "real")):
        if own.std() < 1e-9:
            raise InputError(f"all {n} common persons earned the same on the {name} form: no spread to link by")
    rng = np.random.default_rng(seed)
    drawn = rng.dirichlet(np.ones(n), max(RESAMPLES.values()))
    even = data.weights(np.ones(n))
    curves = []
    for name in methods:
        method = _method(name, data)
        resampled = np.array([method(data, data.weights(w)) for w in drawn[: RESAMPLES[name]]])
        error = resampled.std(axis=0, ddof=1) * np.sqrt((n + 1) / (n - 2))
        curves.append(LinkedCurve(name, np.clip(_rising(method(data, even)), 0.0, 1.0), error))
    r = float(np.corrcoef(first, second)[0, 1])
    gaps = second - first
    return SectionLink(
        curves=tuple(curves),
        persons=n,
        sittings=len(data.person),
        degrees=n - 3,
        means=(float(first.mean()), float(second.mean())),
        spreads=(float(first.std(ddof=1)), float(second.std(ddof=1))),
        correlation=r,
        correlation_interval=correlation_interval(r, n),
        shift=(float(gaps.mean()), float(gaps.std(ddof=1) / np.sqrt(n))),
    )


def _method(name: str, data: CommonPersons) -> Callable[[CommonPersons, FloatArray], FloatArray]:
    if name == "linear":
        return linear
    if name == "equipercentile":
        return partial(equipercentile, moments=chosen_moments(data))
    items, form = both_forms(data)
    start = calibrate(items, form, data.weights(np.ones(len(data.persons))) * len(data.persons))
    return partial(rasch, start=start)


def _rising(values: FloatArray) -> FloatArray:
    found: FloatArray = np.maximum.accumulate(values)
    return found
