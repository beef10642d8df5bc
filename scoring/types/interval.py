"""An interval around a number."""

from __future__ import annotations

from scoring.types.record import Record


class Interval(Record):
    """Bounds at `level` (0.95), made by `method`."""

    low: float
    high: float
    level: float = 0.95
    method: str = ""
