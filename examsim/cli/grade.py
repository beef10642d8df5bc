"""`examsim grade`: free responses graded by people or by a model, after the run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from examsim.cli import complete
from examsim.cli.lab import current_lab, explicit_options

_path = click.Path(path_type=Path)


@click.command("grade")
@click.argument("runs", nargs=-1, required=True, metavar="RUN…", type=_path, shell_complete=complete.runs)
@click.option("--export", "out", metavar="DIR", type=_path, help="Write blinded packets for people into DIR.")
@click.option("--graders", type=click.IntRange(1, 20), default=2, show_default=True, help="How many people grade.")
@click.option(
    "--overlap", type=click.FloatRange(0, 1), default=1.0, show_default=True, help="Share of answers that all grade."
)
@click.option("--calibration", metavar="FILE", type=_path, help="Answers with known points to mix in (JSONL).")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of tokens, order and shares.")
@click.option("--import", "files", multiple=True, metavar="FILE…", type=_path, help="Take in what graders sent back.")
@click.option("--key", type=_path, help="key.json of the export; by default beside the first file of --import.")
@click.option("--threshold", type=float, metavar="POINTS", help="Adjudicate above this; by default a sixth of the max.")
@click.option(
    "--grader",
    "models",
    shell_complete=complete.models,
    multiple=True,
    metavar="MODEL",
    help="Grade with this model; repeat for a panel.",
)
@click.option("--grader-base-url", help="Server of the model.")
@click.option("--grader-max-tokens", type=click.IntRange(1), help="Room for a reply of the model, thought included.")
@click.option("--grader-api-key-env", metavar="NAME", help="Environment variable with the key for that server.")
@click.option("--grade-by", type=click.Choice(["answer", "criterion"]), default="answer", show_default=True)
@click.option("--votes", type=click.IntRange(1, 99), default=1, show_default=True, help="Votes of each model; median.")
@click.option("--cache", type=_path, help="Answer cache; by default answers.sqlite beside the run.")
@click.option("--concurrency", type=click.IntRange(1, 256), default=8, show_default=True, help="Calls at once.")
@click.option("--timeout", type=float, default=300, show_default=True, help="Seconds to wait for one reply.")
@click.option("--max-cost", type=float, metavar="DOLLARS", help="Stop before this is passed.")
@click.option("--price", metavar="IN,OUT", help="US dollars per million tokens, where the price table has none.")
def command(runs: tuple[Path, ...], **options: Any) -> None:
    """Grade the free responses of RUN folders: by people (--export, --import) or by a model (--grader).

    With neither, say what is graded and what is missing. All grades are kept: a person's counts before a model's, an
    adjudicator's before other people's.
    """
    from examsim.config.resolve import lookup
    from examsim.grading.job import GradeJob, run_grading

    run_grading(GradeJob(runs=runs, named=lookup(current_lab(), explicit_options()), **options))
