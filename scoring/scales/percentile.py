"""Where a score stands among the people of a norm table."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from exams.errors import InputError
from exams.exam import Exam, Norm
from scoring.scales.ordinal import format_percentile
from scoring.scales.scale import scale_limits
from scoring.scales.tables import NormRow, read_norm
from scoring.types import Interval, Percentile


@dataclass(frozen=True)
class NormTable:
    """A norm with its rows in memory."""

    norm: Norm
    rows: tuple[NormRow, ...]


@dataclass(frozen=True)
class _Place:
    low: float | None
    high: float | None
    interpolated: bool = False
    extrapolated: bool = False


def norm_tables(exam: Exam, of: str = "score") -> tuple[NormTable, ...]:
    """All norms of the whole score, or of the section `of`, the default one first."""
    norms = sorted((n for n in exam.norm if n.of == of), key=lambda n: not n.default)
    limits = norm_limits(exam, of)
    return tuple(NormTable(norm, read_norm(exam, norm, limits)) for norm in norms)


def choose_norm(tables: tuple[NormTable, ...], population: str | None) -> str | None:
    """Id of the norm to tell first: the one whose id or population fits `population`, else the default, else None.

    InputError if `population` fits none or several.
    """
    if population is None:
        return next((t.norm.id for t in tables if t.norm.default), None)
    wanted = population.casefold()
    exact = [t for t in tables if wanted in (t.norm.id.casefold(), t.norm.population.casefold())]
    fitting = exact or [t for t in tables if wanted in t.norm.population.casefold()]
    if len(fitting) == 1:
        return fitting[0].norm.id
    known = ", ".join(t.norm.id for t in (fitting or tables)) or "none"
    what = f"several populations fit {population!r}" if fitting else f"no population called {population!r}"
    raise InputError(what, hint=f"choose one of: {known}")


def percentiles(
    tables: tuple[NormTable, ...], score: float | None, interval: Interval | None = None, chosen: str | None = None
) -> tuple[Percentile, ...]:
    """`score` in every population, the `chosen` norm marked default. None (n/a) has no percentile: an empty tuple.

    The percentile's interval is the percentile of the ends of the score's `interval`, which keeps its coverage because
    percentiles never fall with the score.
    """
    if score is None:
        return ()
    return tuple(_percentile(table, score, interval, table.norm.id == chosen) for table in tables)


def place(table: NormTable, score: float) -> _Place:
    """Percent of the population below (to at or below) `score`, by the row, between two rows, or in the end bin."""
    rows = table.rows
    scores = [row.score for row in rows]
    right = bisect.bisect_left(scores, score - 1e-9)
    if right < len(rows) and abs(rows[right].score - score) <= 1e-9:
        return _Place(rows[right].low, rows[right].high)
    if 0 < right < len(rows):
        if table.norm.between == "none":
            return _Place(None, None)
        return _between(rows[right - 1], rows[right], score)
    if table.norm.sparse:
        return _Place(None, None)
    if right == 0:
        return _Place(0.0, rows[0].high, extrapolated=True) if rows[0].high is not None else _Place(None, None)
    return _Place(rows[-1].low, 100.0, extrapolated=True) if rows[-1].low is not None else _Place(None, None)


def _between(left: NormRow, right: NormRow, score: float) -> _Place:
    share = (score - left.score) / (right.score - left.score)

    def blend(a: float | None, b: float | None) -> float | None:
        return None if a is None or b is None else a + (b - a) * share

    return _Place(blend(left.low, right.low), blend(left.high, right.high), interpolated=True)


def _percentile(table: NormTable, score: float, interval: Interval | None, default: bool) -> Percentile:
    norm, found = table.norm, place(table, score)
    return Percentile(
        norm=norm.id,
        population=norm.population,
        convention=norm.convention,
        low=found.low,
        high=found.high,
        text=format_percentile(found.low, found.high, is_range=norm.convention == "range" and not found.extrapolated),
        interval=_carried(table, interval),
        default=default,
        extrapolated=found.extrapolated,
        interpolated=found.interpolated and found.low is not None,
        status=norm.provenance.status,
        year=norm.provenance.year,
        source=norm.provenance.source,
    )


def _carried(table: NormTable, interval: Interval | None) -> Interval | None:
    if interval is None:
        return None
    low, high = place(table, interval.low).low, place(table, interval.high).high
    if low is None or high is None:
        return None
    method = f"percentiles of the score's interval; {interval.method}"
    return Interval(low=low, high=high, level=interval.level, method=method)


def norm_limits(exam: Exam, of: str) -> tuple[float, float]:
    """Least and greatest score of the whole exam, or of section `of` over all its scales."""
    if of == "score":
        return exam.score.min, float("inf") if exam.score.max is None else exam.score.max
    scales = [scale_limits(exam, s) for s in exam.scale if s.section == of]
    if not scales:
        return 0.0, float("inf")
    return min(low for low, _ in scales), max(high for _, high in scales)
