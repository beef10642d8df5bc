"""The page of a comparison by preference."""

from __future__ import annotations

from pathlib import Path

from reports.drawing.svg import dark_rules
from reports.pages.scaling_page import InlinedChart
from reports.pages.templating import write_page
from scoring.types.preference import PreferenceReport


def write_preference_page(path: Path, report: PreferenceReport, chart: InlinedChart) -> Path:
    """Write the page; returns its path."""
    return write_page(path, "preference.html.jinja", chart_css=dark_rules(), report=report, figure=chart)
