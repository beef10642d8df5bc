"""`examsim prefer`: which of two (or more) models' answers is preferred, how often, and how surely."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from examsim.cli import complete
from examsim.cli.lab import current_lab, explicit_options
from examsim.screen import say_json

_path = click.Path(path_type=Path)


@click.command("prefer")
@click.argument("contestants", nargs=-1, metavar="[A B …]")
@click.option(
    "--grader",
    "graders",
    shell_complete=complete.models,
    multiple=True,
    metavar="MODEL",
    help="A model judges, in both orders; repeat for more.",
)
@click.option("--grader-base-url", help="Server of the judge.")
@click.option("--base-url", help="Server of contestants that are asked now.")
@click.option("--api-key-env", "key_variable", metavar="NAME", help="Environment variable with the contestants' key.")
@click.option("--grader-api-key-env", "grader_key_variable", metavar="NAME", help="… with the judge's key.")
@click.option("--packets", type=_path, metavar="DIR", help="Write blinded pairs for people into DIR.")
@click.option("--people", type=click.IntRange(1, 50), default=2, show_default=True, help="How many people compare.")
@click.option("--overlap", type=click.FloatRange(0, 1), default=1.0, show_default=True, help="Share of pairs all get.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of order, sides and shares.")
@click.option("--import", "files", multiple=True, type=_path, metavar="FILE", help="Take in what people sent back.")
@click.option("--key", type=_path, help="key.json of the export; by default beside the first file of --import.")
@click.option("--verdicts", multiple=True, type=_path, metavar="FILE", help="A file of verdicts; repeat for more.")
@click.option("--prompts", type=_path, metavar="FILE", help="Prompts (JSONL: id, prompt) instead of the 120 that ship.")
@click.option("--baseline", metavar="MODEL", help="Stands first in its pairs: rates are the others' over it.")
@click.option("--cache", type=_path, help="Answer cache; by default runs/answers.sqlite.")
@click.option("--concurrency", type=click.IntRange(1, 256), default=8, show_default=True, help="Calls at once.")
@click.option("--timeout", type=float, default=300, show_default=True, help="Seconds to wait for one reply.")
@click.option("--max-cost", type=float, metavar="DOLLARS", help="Stop before this is passed.")
@click.option("--price", metavar="IN,OUT", help="US dollars per million tokens, where the price table has none.")
@click.option("-o", "--out", type=_path, metavar="DIR", help="Folder for record, verdicts, page and chart.")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON.")
def command(as_json: bool, **options: Any) -> None:
    """Compare answers to the same prompts. A, B: run folders, answer files (JSONL), or models that are asked now.

    Verdict files of other projects are read as they are: MT-bench, Arena, AlpacaEval, PandaLM, LLMBar, or columns
    first, second, winner.
    """
    from examsim.config.resolve import lookup
    from examsim.preferring.job import PreferJob, run_prefer
    from examsim.preferring.print_preference import print_preferences

    report = run_prefer(PreferJob(named=lookup(current_lab(), explicit_options()), **options))
    if report is None:
        return
    if as_json:
        say_json(report.model_dump(mode="json"))
    else:
        print_preferences(report)
