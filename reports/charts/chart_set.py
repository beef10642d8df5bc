"""Which charts a report of several runs has, drawn and written for both themes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from reports.charts.calibration import Reliability, reliability
from reports.charts.chart_data import form_lines, population_lines, runs_by_form, topic_lines
from reports.charts.chart_style import Format, ThemeName
from reports.charts.clean_chart import clean_points, draw_clean
from reports.charts.percentile_chart import draw_percentiles
from reports.charts.range_chart import draw_lines
from reports.charts.reliability_chart import draw_reliability
from reports.escaping import fragment
from reports.scored_run import ScoredRun, by_exam, series_of


class Draw(Protocol):
    """Draws one chart as `out` with each format's suffix."""

    def __call__(self, out: Path, *, theme: ThemeName, formats: Sequence[Format]) -> list[Path]:
        """Write the files and return their paths."""
        ...


@dataclass(frozen=True)
class ChartFiles:
    """One chart: its title, all its files, and the SVG of each theme for the page."""

    name: str
    title: str
    files: tuple[Path, ...]
    light: Path
    dark: Path


def write_charts(
    runs: Sequence[ScoredRun],
    folder: Path,
    formats: Sequence[Format] = ("png", "svg", "pdf"),
    baseline: str | None = None,
    population: str | None = None,
) -> list[ChartFiles]:
    """Draw every chart that the runs have data for; the percentile chart comes first."""
    charts = []
    for name, title, draw in _charts(runs, baseline, population):
        wanted: tuple[Format, ...] = (*formats, "svg")
        light = draw(folder / name, theme="light", formats=tuple(dict.fromkeys(wanted)))
        dark = draw(folder / f"{name}-dark", theme="dark", formats=("svg", "png") if "png" in formats else ("svg",))
        by_suffix = {p.suffix: p for p in light}
        charts.append(ChartFiles(name, title, (*light, *dark), by_suffix[".svg"], dark[0]))
    return charts


def _charts(runs: Sequence[ScoredRun], baseline: str | None, population: str | None) -> Iterator[tuple[str, str, Draw]]:
    scores = [r.score for r in runs]
    yield (
        "percentiles",
        "Exam results by percentile",
        partial(draw_percentiles, scores, baseline=baseline, population=population),
    )
    if clean_points(runs):
        yield "clean", "All against clean questions", partial(draw_clean, runs)
    models = _reliabilities(runs)
    if models:
        yield "reliability", "Confidence against accuracy", partial(draw_reliability, models)
    for exam, of_forms in runs_by_form(runs).items():
        lines, names = form_lines(of_forms)
        title = f"{of_forms[0].score.exam_short} by form"
        draw = partial(draw_lines, title, lines, names, axis="percent of points")
        yield f"forms-{fragment(exam)}", title, draw
    exams = by_exam(runs)
    if len(exams) > 1:
        return  # charts of a single exam are for reports of a single exam; the pages have them all
    for exam, taken in exams.items():
        yield from _exam_charts(fragment(exam), list(taken.values()))


def _exam_charts(exam: str, runs: list[ScoredRun]) -> Iterator[tuple[str, str, Draw]]:
    series, short = [r.series for r in runs], runs[0].score.exam_short
    populations, topics = population_lines(runs), topic_lines(runs)
    if len(populations) > 1:
        title = f"{short}: the same score in every known population"
        yield f"populations-{exam}", title, partial(draw_lines, title, populations, series, axis="percentile")
    if len(topics) > 1:
        title = f"{short}: points by topic"
        yield f"topics-{exam}", title, partial(draw_lines, title, topics, series, axis="percent of points")


def _reliabilities(runs: Sequence[ScoredRun]) -> dict[str, Reliability]:
    found = {}
    for series in series_of(runs):
        one = reliability(r.run for r in runs if r.series == series)
        if one is not None:
            found[series] = one
    return found
