"""Where a score stands among the people of a norm table."""

from __future__ import annotations

from exams.errors import InputError
from exams.exam import Exam
from scoring.scales.newest_norm import newest_norm, not_out_yet
from scoring.scales.ordinal import format_percentile, headline
from scoring.scales.place import NormTable, percent_below, place
from scoring.scales.possible_scores import norm_limits, score_steps
from scoring.scales.tables import read_norm
from scoring.types import Interval, Percentile


def norm_tables(exam: Exam, of: str = "score") -> tuple[NormTable, ...]:
    """All norms of the whole score, or of the section `of`: the newest first, as `newest_norm` ranks them."""
    left = [n for n in exam.norm if n.of == of]
    limits, steps = norm_limits(exam, of), score_steps(exam, of)
    ranked = []
    while left:
        first = newest_norm(left) or left[0]
        left.remove(first)
        ranked.append(first)
    step = None if steps is None else steps.step
    return tuple(NormTable(norm, read_norm(exam, norm, limits), step) for norm in ranked)


def choose_norm(tables: tuple[NormTable, ...], population: str | None, as_of: str | None = None) -> str | None:
    """Id of the norm to tell first: the one whose id or population fits `population`, else the newest, else None.

    as_of: a year or month; the newest that had been published before it. InputError if `population` fits none or
    several.
    """
    if population is None:
        newest = newest_norm([t.norm for t in tables], as_of)
        return None if newest is None else newest.id
    wanted = population.casefold()
    exact = [t for t in tables if wanted in (t.norm.id.casefold(), t.norm.population.casefold())]
    fitting = exact or [t for t in tables if wanted in t.norm.population.casefold()]
    if len(fitting) == 1:
        return fitting[0].norm.id
    known = ", ".join(t.norm.id for t in (fitting or tables)) or "none"
    what = f"several populations fit {population!r}" if fitting else f"no population called {population!r}"
    raise InputError(what, hint=f"choose one of: {known}")


def late_note(tables: tuple[NormTable, ...], chosen: str | None, as_of: str | None) -> str:
    """A note where the norm told first, `chosen`, was not published yet before `as_of`; '' where it was."""
    return not_out_yet(next((t.norm for t in tables if t.norm.id == chosen), None), as_of)


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


def _percentile(table: NormTable, score: float, interval: Interval | None, default: bool) -> Percentile:
    norm, found = table.norm, place(table, score)
    is_range = norm.percentile_definition == "range" and not found.extrapolated
    text = format_percentile(found.low, found.high, is_range=is_range, bounded=found.bounded)
    group = f"{norm.group}, {norm.period_words}" if norm.group else norm.population
    return Percentile(
        norm=norm.id,
        population=norm.population,
        group=norm.group or norm.population,
        period=norm.period_words,
        ends=norm.ends_at,
        words=headline(text, group),
        percentile_definition=norm.percentile_definition,
        low=found.low,
        high=found.high,
        text=text,
        below=percent_below(table, score),
        interval=_carried(table, interval),
        default=default,
        extrapolated=found.extrapolated,
        interpolated=found.interpolated and found.low is not None,
        bounded=found.bounded,
        method=found.method,
        status="approximate" if found.method else norm.provenance.status,
        year=norm.provenance.year,
        source=norm.provenance.source,
    )


def _carried(table: NormTable, interval: Interval | None) -> Interval | None:
    if interval is None:
        return None
    low, high = place(table, interval.low).low, place(table, interval.high).high
    known = [row for row in table.rows if row.low is not None and row.high is not None]
    if known and not table.norm.sparse:
        # Tables leave out the percentiles of their first or last scores; 0 and 100 are bounds that hold all the same.
        low = 0.0 if low is None and interval.low < known[0].score else low
        high = 100.0 if high is None and interval.high > known[-1].score else high
    if low is None or high is None:
        return None
    method = f"percentiles of the score's interval; {interval.method}"
    return Interval(low=low, high=high, level=interval.level, method=method)
