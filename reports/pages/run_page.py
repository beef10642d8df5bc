"""The page of one run: one HTML file that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reports.pages.run_view import run_view
from reports.pages.templating import write_page
from reports.run_folder import Run, read_run


def write_run_report(run_folder: Path) -> Path:
    """Write `report.html` into a finished run's folder from its records; returns the path."""
    return write_run_page(read_run(run_folder), run_folder / "report.html")


def write_run_page(
    run: Run, path: Path, *, index: str = "", siblings: Sequence[tuple[str, str]] = (), comparison: str = ""
) -> Path:
    """Write the page of one run as `path`.

    Relative links: `index` back to the page of all runs, `siblings` (model, page) to other runs of the exam,
    `comparison` to the page that compares them.
    """
    return write_page(path, "run.html.jinja", view=run_view(run), index=index, siblings=siblings, comparison=comparison)
