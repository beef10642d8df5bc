"""The page of a forecast: chart, law, forecasts, what hold-outs showed, and what speaks against it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from reports.pages.templating import write_page
from scoring.types.forecast import ForecastReport
from scoring.types.registered import ForecastCheck, RegisteredForecast


@dataclass(frozen=True)
class InlinedChart:
    """A chart as data URIs of both themes (a page loads nothing), its title, and its files by name."""

    light: str
    dark: str
    title: str
    files: tuple[str, ...]


def inline_chart(light: Path, dark: Path, title: str, files: tuple[str, ...]) -> InlinedChart:
    """The SVG files of both themes, inlined."""
    return InlinedChart(_uri(light), _uri(dark), title, files)


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
        path, "scaling.html.jinja", title=title, report=report, figure=chart, registered=registered, check=check
    )


def _uri(path: Path) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(path.read_bytes()).decode()
