"""`examsim agree`: how far graders agree, people with people and people with models."""

from __future__ import annotations

from pathlib import Path

import click

from examsim.cli import complete
from examsim.screen import say_json

LEVELS = ("exam", "section", "criterion")


@click.command("agree")
@click.argument(
    "runs", nargs=-1, required=True, metavar="RUN…", type=click.Path(path_type=Path), shell_complete=complete.runs
)
@click.option("--by", type=click.Choice(LEVELS), default="section", show_default=True, help="How fine to look.")
@click.option("--json", "as_json", is_flag=True, help="Print every level as JSON.")
def command(runs: tuple[Path, ...], by: str, as_json: bool) -> None:
    """Hold the graders of RUN folders against each other, over all runs together.

    The error that this shows goes into each run's interval: agreement.json is written and the score made again.
    """
    from examsim.grading.agree_runs import agree_runs, score_again
    from examsim.grading.print_agreement import print_agreement, print_scores

    rows = agree_runs(runs)
    scores = score_again(runs)
    if as_json:
        body = {"schema": "examsim.agreement/1", "rows": [r.model_dump(mode="json") for r in rows]}
        say_json(body)
        return
    print_agreement([r for r in rows if LEVELS.index(r.level) <= LEVELS.index(by)])
    print_scores(scores)
