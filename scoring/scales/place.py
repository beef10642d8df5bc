"""Where a score is in one norm table: at a row, between two, beyond the ends, or on the curve put in its place."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass

from exams.exam import Norm, NormalCurve
from scoring.scales.tables import NormRow


@dataclass(frozen=True)
class NormTable:
    """A norm with its rows in memory. `step`: distance between neighbouring possible scores, None if unknown."""

    norm: Norm
    rows: tuple[NormRow, ...]
    step: float | None = None


@dataclass(frozen=True)
class Place:
    """Percent of the population, `low` == `high` for a point. `method` names the approximation, where there is one."""

    low: float | None
    high: float | None
    interpolated: bool = False
    extrapolated: bool = False
    bounded: bool = False
    method: str = ""


SILENT = Place(None, None)


def place(table: NormTable, score: float) -> Place:
    """Percent of the population below (to at or below) `score`. Never falls as the score rises."""
    rows, norm = table.rows, table.norm
    right = bisect.bisect_left([row.score for row in rows], score - 1e-9)
    if right < len(rows) and abs(rows[right].score - score) <= 1e-9:
        return Place(rows[right].low, rows[right].high)
    if norm.curve is not None:
        return _on_curve(rows, right, norm.curve, score)
    if 0 < right < len(rows):
        if norm.between == "linear":
            return _between(rows[right - 1], rows[right], score)
        return SILENT if norm.between == "none" else _bounds(rows[right - 1].low, rows[right].high)
    if norm.sparse and norm.between == "none":
        return SILENT
    low, high = (0.0, rows[0].high) if right == 0 else (rows[-1].low, 100.0)
    if (
        norm.sparse and norm.percentile_definition == "range"
    ):  # below the first row is below it, above the last above all of it
        return _bounds(0.0, rows[0].low) if right == 0 else _bounds(rows[-1].high, 100.0)
    if norm.sparse:
        return _bounds(low, high)
    return SILENT if low is None or high is None else Place(low, high, extrapolated=True)


def percent_below(table: NormTable, score: float) -> float | None:
    """Percent strictly below `score`, whatever the table prints, so that tables of two conventions can be compared.

    Percent at or below the next lower possible score is percent below this one: that is how a table of "at or below"
    is converted, exactly, where it has a row for every score. None where it cannot be.
    """
    if table.norm.percentile_definition != "at_or_below":
        return place(table, score).low
    if table.step is None:
        return None
    lower = score - table.step
    if not any(abs(row.score - lower) < 1e-6 for row in table.rows):
        return None
    return place(table, lower).low


def _between(left: NormRow, right: NormRow, score: float) -> Place:
    share = (score - left.score) / (right.score - left.score)

    def blend(a: float | None, b: float | None) -> float | None:
        return None if a is None or b is None else a + (b - a) * share

    return Place(blend(left.low, right.low), blend(left.high, right.high), interpolated=True)


def _bounds(low: float | None, high: float | None) -> Place:
    if low is None or high is None:
        return SILENT
    return Place(low, high, bounded=low < high, interpolated=False)


def _on_curve(rows: tuple[NormRow, ...], right: int, curve: NormalCurve, score: float) -> Place:
    """Percent below on the normal curve, kept between the published points on either side."""
    percent = 50 * (1 + math.erf((score - curve.mean) / curve.sd / math.sqrt(2)))
    least = next((r.high for r in reversed(rows[:right]) if r.high is not None), 0.0)
    most = next((r.low for r in rows[right:] if r.low is not None), 100.0)
    value = min(max(percent, least), most)
    return Place(value, value, method=f"normal curve, mean {curve.mean:g}, SD {curve.sd:g}: {curve.why}")
