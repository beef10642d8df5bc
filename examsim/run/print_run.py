"""What a command prints when it is done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.table import Table

from examsim.run.preview import Estimate
from examsim.run.run_plan import RunPlan
from reports.escaping import one_line
from reports.run_folder import read_run
from reports.terminal.score_table import score_table
from scoring.types import ExamScore


def print_score(score: ExamScore, folder: Path) -> None:
    """The score table, then what went otherwise than asked."""
    console = Console()
    console.print(score_table(score))
    for line in read_run(folder).head.warnings:
        console.print(f"! {one_line(line)}", markup=False, highlight=False, soft_wrap=True)


def print_files(files: Sequence[Path]) -> None:
    """The files a reader wants to open."""
    for file in files:
        click.echo(f"  {file}")


def print_json(scores: Sequence[ExamScore], folders: Sequence[Path]) -> None:
    """All scores as one JSON document."""
    runs = [
        {"run": str(folder), "score": score.model_dump(mode="json", by_alias=True)}
        for score, folder in zip(scores, folders, strict=True)
    ]
    click.echo(orjson.dumps({"schema": "examsim.scores/1", "runs": runs}, option=orjson.OPT_INDENT_2).decode())


def print_estimates(estimates: Sequence[tuple[RunPlan, Estimate]]) -> None:
    """Questions, tokens and cost of a dry run."""
    table = Table("exam", "model", title="dry run: nothing was sent; tokens are estimated from text length")
    for name in ("questions", "calls", "tokens in", "tokens out", "US dollars"):
        table.add_column(name, justify="right")
    total = 0.0
    for plan, e in estimates:
        cost = "unknown" if e.cost is None else f"{e.cost:.2f}"
        total += e.cost or 0.0
        numbers = (f"{e.questions:,}", f"{e.calls:,}", f"{e.prompt_tokens:,}", f"{e.completion_tokens:,}", cost)
        table.add_row(plan.exam.id, one_line(plan.model), *numbers)
    console = Console()
    console.print(table)
    sources = sorted({e.price_source for _, e in estimates if e.price_source})
    if sources:
        console.print(f"in all about {total:.2f} US dollars; prices: {'; '.join(sources)}", highlight=False)
    if any(e.cost is None and e.calls for _, e in estimates):
        console.print("where the price is unknown, give it with --price IN,OUT per million tokens", highlight=False)
