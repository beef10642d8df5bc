"""`examsim score`: redo the score of finished runs, with no model call."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("score")
@click.argument("runs", nargs=-1, required=True, metavar="RUN…", type=click.Path(path_type=Path))
@click.option("--population", help="Norm to take the percentile from.")
@click.option("--scale", "scales", multiple=True, metavar="SECTION=ID", help="Another published scale of the exam.")
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
def command(runs: tuple[Path, ...], population: str | None, scales: tuple[str, ...], as_json: bool) -> None:
    """Score RUN folders again from their grades and audits."""
    from examsim.results.steps import score_run
    from examsim.run.job import chosen_scales
    from examsim.run.print_run import print_json, print_score

    chosen = chosen_scales(scales)
    scores = [score_run(run, scales=chosen, population=population) for run in runs]
    if as_json:
        print_json(scores, runs)
        return
    for score, run in zip(scores, runs, strict=True):
        print_score(score, run)
