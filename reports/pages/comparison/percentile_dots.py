"""Every exam's percentiles as a row of marks on one line from 0 to 100, and what they say in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.percentile_bars import least_reported
from reports.pages.comparison.run_entry import RunEntry
from reports.score_text import format_score, is_below, number
from reports.words import about

MEDIAN = 50.0
LANE = 14  # pixels of height for each model
SHAPES = ("circle", "square", "diamond", "up", "down")


@dataclass(frozen=True)
class Dot:
    """One run's mark: `at` is the lower end of what is reported, as in the charts, `range` the grade's, `ends` what 95%
    allows; percent."""

    series: int
    shape: str
    hollow: bool
    y: float
    at: float
    range: tuple[float, float] | None
    ends: tuple[float, float] | None
    page: str
    words: str


@dataclass(frozen=True)
class DotRow:
    """One exam; `height` in pixels."""

    name: str
    height: int
    dots: tuple[Dot, ...]
    words: str


def dot_rows(rows: Sequence[tuple[str, Sequence[RunEntry | None]]], series: Sequence[str]) -> list[DotRow]:
    """The rows that have a percentile, best first by the first model's; exams without one are not drawn."""
    drawn = []
    for name, entries in rows:
        dots = tuple(_dots(name, entries, series))
        if dots:
            words = "; ".join(dot.words.removeprefix(f"{name}, ") for dot in dots)
            drawn.append(DotRow(name, LANE * len(series) + 6, dots, words))
    return sorted(drawn, key=lambda row: (-row.dots[0].at, row.name))


def median_sentence(rows: Sequence[DotRow], series: Sequence[str]) -> str:
    """'gpt-4 beats the median test taker in 22 of 23 exams; gpt-3.5 in 5 of 23'; '' where nothing is drawn.

    As in the charts' titles, an exam counts where all that is reported lies at the 50th percentile or above it.
    """
    counts = []
    for place, name in enumerate(series):
        own = [dot.at for row in rows for dot in row.dots if dot.series == place]
        if own:
            counts.append((sum(at >= MEDIAN for at in own), len(own), name))
    counts.sort(key=lambda c: -c[0] / c[1])
    told = [f"{name} in {above} of {all_}" for above, all_, name in counts]
    if not told:
        return ""
    above, all_, name = counts[0]
    exams = "exam" if all_ == 1 else "exams"
    return "; ".join([f"{name} beats the median test taker in {above} of {all_} {exams}", *told[1:]]) + "."


def _dots(name: str, entries: Sequence[RunEntry | None], series: Sequence[str]) -> list[Dot]:
    dots = []
    for place, entry in enumerate(entries):
        found = entry.percentile if entry else None
        if entry is None or found is None:
            continue
        low, high = found.low or 0.0, found.high if found.high is not None else found.low or 0.0
        interval = found.interval
        ends = (interval.low, interval.high) if interval else None
        plausible = f" (95% by questions {number(interval.low, 0)}–{number(interval.high, 0)})" if interval else ""
        dots.append(
            Dot(
                series=place,
                shape=SHAPES[place % len(SHAPES)],
                hollow=place >= len(SHAPES) or is_below(found),
                y=3 + LANE * (place + 0.5),
                at=least_reported(found),
                range=(low, high) if high > low else None,
                ends=ends,
                page=entry.run.page,
                words=f"{name}, {series[place]}: {format_score(entry.run.score.reported_set)}, "
                f"{about(found.text)} percentile{plausible}",
            )
        )
    return dots
