"""`examsim cutoff`: accuracy before and after a date."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from examsim.cli import complete


@click.command("cutoff")
@click.argument("run", type=click.Path(path_type=Path), shell_complete=complete.runs)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The model's training cutoff.")
@click.option("--chart", type=click.Path(path_type=Path), help="Also draw it: PATH.svg and PATH.png.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(run: Path, day: datetime, chart: Path | None, as_json: bool) -> None:
    """Accuracy of RUN on questions first published before a date, and from then on, with a test of the difference."""
    from examsim.results.print_cutoff import print_cutoff

    print_cutoff(run, day.date(), chart, as_json)
