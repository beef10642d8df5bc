"""The page over all runs: one picture, every exam with every model, what changed, tables, and the way to each run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from reports.charts.chart_set import ChartFiles
from reports.drawing.svg import dark_rules, to_inline_svg
from reports.pages.compare_page import Comparison
from reports.pages.comparison.percentile_dots import dot_rows, median_sentence
from reports.pages.comparison.run_entry import RunEntry, run_entry
from reports.pages.templating import write_page
from reports.scored_run import ScoredRun, by_exam, series_of
from reports.tables.table import Table

PERCENTILES = "percentiles"
RANGES = "percentile-ranges"  # the chart that the page draws itself: marks that link to their runs, at any width
CHANGES_SHOWN = 12  # lines that stand unfolded


@dataclass(frozen=True)
class _ExamRow:
    name: str
    entries: tuple[RunEntry | None, ...]
    comparison: str
    sentence: str


@dataclass(frozen=True)
class _Figure:
    """A chart on the page: its SVG, one copy for both themes, whose marks link to their runs."""

    title: str
    pages: tuple[Markup, ...]
    files: tuple[str, ...]


def write_index(
    runs: Sequence[ScoredRun],
    tables: Sequence[Table],
    charts: Sequence[ChartFiles],
    comparisons: Sequence[Comparison],
    path: Path,
    population: str | None = None,
    changes: Sequence[str] = (),
    order: Sequence[str] = (),
) -> Path:
    """Write the index as `path`; links are relative to its folder. `changes` are lines about the report before it,
    `order` the models as the charts have them.

    The tables' files are linked as they lie in `tables/` beside it.
    """
    compared = {c.exam: c for c in comparisons}
    series = [*(s for s in order if s in series_of(runs)), *(s for s in series_of(runs) if s not in order)]
    links = {r.id: f"runs/{r.page}" for r in runs}
    rows = []
    for exam, taken in by_exam(runs).items():
        first = next(iter(taken.values()))
        entries = tuple(run_entry(taken[s], population) if s in taken else None for s in series)
        found = compared.get(exam)
        rows.append(
            _ExamRow(
                first.name, entries, f"compare/{found.path.name}" if found else "", found.sentence if found else ""
            )
        )
    formats = [kind for kind in ("md", "tex", "csv", "xlsx") if any((path.parent / "tables").glob(f"*.{kind}"))]
    dots = dot_rows([(row.name, row.entries) for row in rows], series)
    return write_page(
        path,
        "index.html.jinja",
        runs=runs,
        series=series,
        rows=rows,
        dots=dots,
        sentence=median_sentence(dots, series),
        undrawn=[row.name for row in rows if row.name not in {d.name for d in dots}],
        changes=changes,
        tables=tables,
        formats=formats,
        figures=[_figure(c, links) for c in charts if c.name != RANGES and (dots or c.name != PERCENTILES)],
        range_files=[f"charts/{p.name}" for c in charts if c.name == RANGES for p in c.files],
        chart_css=dark_rules(),
    )


def _figure(chart: ChartFiles, links: Mapping[str, str]) -> _Figure:
    return _Figure(
        title=chart.title,
        pages=tuple(Markup(to_inline_svg(scene, links)) for scene in chart.scenes),
        files=tuple(f"charts/{p.name}" for p in chart.files),
    )
