"""The page of a model's probes: what was asked, what was seen, what would have been seen."""

from __future__ import annotations

from pathlib import Path

from contamination.probe_types import ProbeReport
from reports.pages.templating import write_page


def write_probe_page(path: Path, report: ProbeReport) -> Path:
    """Write the page; returns its path."""
    return write_page(path, "probes.html.jinja", report=report)
