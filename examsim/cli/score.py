"""`examsim score`: redo the score of finished runs, with no model call."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from exams.exit_codes import INCOMPLETE
from examsim.cli import complete


@click.command("score")
@click.argument(
    "runs", nargs=-1, required=True, metavar="RUN…", type=click.Path(path_type=Path), shell_complete=complete.runs
)
@click.option("--population", help="Norm to take the percentile from.")
@click.option(
    "--as-of", metavar="YEAR", help="Tell the population first that was the newest before YEAR (or YEAR-MM; today)."
)
@click.option("--scale", "scales", multiple=True, metavar="SECTION=ID", help="Another published scale of the exam.")
@click.option(
    "--link",
    metavar="FILE",
    help="Score through this link.toml of the runs' form, and keep it with the run; none takes it away.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
def command(
    runs: tuple[Path, ...], population: str | None, as_of: str | None, scales: tuple[str, ...], link: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Score RUN folders again from their grades and audits. Exit code 3 where one of them is incomplete.

    Population, date and scales stay as they were chosen for the run before, where none are given; --as-of today tells
    the newest population again.
    """
    from examsim.cli.skipped import runs_among
    from examsim.results.steps import score_run
    from examsim.running.check_options import chosen_scales
    from examsim.running.print_run import print_json, print_score

    chosen, folders = chosen_scales(scales), runs_among(runs)
    if link is not None:
        from examsim.linking.carry_link import carry_link

        for run in folders:
            carry_link(link, run)
    scores = [score_run(run, scales=chosen, population=population, as_of=as_of) for run in folders]
    if as_json:
        print_json(scores, folders)
    else:
        for score, run in zip(scores, folders, strict=True):
            print_score(score, run)
    if any(score.full.incomplete for score in scores):
        sys.exit(INCOMPLETE)
