"""The page of a forecast: chart, law, forecasts, what hold-outs showed, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from reports.charts.chart_set import ChartFiles
from reports.drawing.svg import dark_rules, to_inline_svg
from reports.pages.templating import write_page
from scoring.types.forecast import ForecastReport
from scoring.types.registered import ForecastCheck, RegisteredForecast


@dataclass(frozen=True)
class InlinedChart:
    """A chart as SVG inside of its page, one copy for both themes; its title, and its files by name."""

    title: str
    pages: tuple[Markup, ...]
    files: tuple[str, ...]


def inline_chart(chart: ChartFiles) -> InlinedChart:
    """The chart for a page in the same folder."""
    pages = tuple(Markup(to_inline_svg(scene)) for scene in chart.scenes)
    return InlinedChart(chart.title, pages, tuple(file.name for file in chart.files))


def write_scaling_page(
    path: Path,
    report: ForecastReport,
    chart: InlinedChart,
    registered: RegisteredForecast | None = None,
    check: ForecastCheck | None = None,
) -> Path:
    """Write the page; returns its path."""
    title = (registered.name if registered and registered.name else "") or f"Forecast from {report.source}"
    return write_page(
        path,
        "scaling.html.jinja",
        chart_css=dark_rules(),
        title=title,
        report=report,
        figure=chart,
        registered=registered,
        check=check,
    )
