"""Forecasts and hold-outs as the records that a report reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scoring.forecasts.forecast_loss import LEVELS, Forecast
from scoring.forecasts.hold_out import HeldOut, coverage
from scoring.forecasts.points import Floats
from scoring.types.forecast import Bounds, CoverageRecord, FittedPoint, ForecastRecord, HeldOutRecord

NOMINAL = 0.8


def forecast_record(made: Forecast) -> ForecastRecord:
    """A forecast as a record."""
    return ForecastRecord(
        compute=made.compute,
        median=made.median,
        intervals=tuple(Bounds(level=level, low=low, high=high) for level, (low, high) in made.intervals.items()),
        decades=made.decades,
        tokens_per_parameter=made.ratio,
    )


def held_out_record(held: HeldOut) -> HeldOutRecord:
    """A hold-out as a record; its error is None where zero was seen."""
    return HeldOutRecord(
        model=held.model,
        fitted=held.fitted,
        forecast=forecast_record(held.forecast),
        seen=held.seen,
        error=None if held.seen == 0 else held.error,
        inside=held.inside(NOMINAL),
    )


def coverage_records(held: Sequence[HeldOut]) -> tuple[CoverageRecord, ...]:
    """Coverage at every level that is reported; empty where nothing was held out."""
    if not held:
        return ()
    counts = [coverage(held, level) for level in LEVELS]
    return tuple(CoverageRecord(level=c.level, inside=c.inside, count=c.count) for c in counts)


def fitted_points(
    models: Sequence[str], compute: Floats, values: Floats, fitted: int, law: Floats | None = None
) -> tuple[FittedPoint, ...]:
    """Points in order; the first `fitted` of them were fitted, `law` holds what the law gives for each of those."""
    points = []
    for place, (model, at, value) in enumerate(zip(models, compute, values, strict=True)):
        known = law is not None and place < fitted and value > 0
        residual = float(np.log(value / law[place])) if known and law is not None else None
        points.append(
            FittedPoint(model=model, compute=float(at), value=float(value), fitted=place < fitted, residual=residual)
        )
    return tuple(points)


def curve_places(smallest: float, largest: float, count: int = 40) -> list[float]:
    """Computes at which the band of a chart is drawn, evenly in logs, a little beyond both ends."""
    low, high = np.log10(smallest), np.log10(largest)
    edge = 0.04 * (high - low)
    return [float(v) for v in 10 ** np.linspace(low - edge, high + edge, count)]
