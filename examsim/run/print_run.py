"""What a command prints when it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.table import Table

from examsim.run.preview import Estimate
from examsim.run.run_plan import RunPlan
from examsim.screen import safe_console, say, say_json
from reports.escaping import one_line
from reports.run_folder import RunHead, read_run
from reports.terminal.score_table import score_table
from scoring.types import ExamScore


def print_score(score: ExamScore, folder: Path) -> None:
    """The score table, then what went otherwise than asked."""
    console = safe_console()
    console.print(score_table(score))
    for change in score.changes:
        line = f"changed: {change.of} {change.before} -> {change.after}: {change.cause}"
        console.print(one_line(line, 500), markup=False, highlight=False, soft_wrap=True)
    head = read_run(folder).head
    for line in _how_asked(head):
        console.print(f"- {one_line(line)}", markup=False, highlight=False, soft_wrap=True)
    for line in head.warnings:
        console.print(f"! {one_line(line)}", markup=False, highlight=False, soft_wrap=True)


def _how_asked(head: RunHead) -> Iterator[str]:
    """What stands beside a score: how it was asked for, and how often."""
    layout, asked = head.prompt.get("layout"), head.prompt.get("asked")
    if layout:
        chosen = ", chosen by --prompt auto" if asked == "auto" else ""
        method = f", method {head.method}" if head.method else ""
        yield f"prompt: {layout}{chosen}{method}"
    starts, others = head.history.get("starts", 1), len(head.history.get("other_runs", ()))
    if starts > 1 or others:
        yield f"tries: start {starts} of this run; {others} other runs of this model on this form in the same folder"


def print_files(files: Sequence[Path]) -> None:
    """The files a reader wants to open."""
    for file in files:
        say(f"  {file}")


def print_json(scores: Sequence[ExamScore], folders: Sequence[Path]) -> None:
    """All scores as one JSON document."""
    runs = [
        {"run": str(folder), "score": score.model_dump(mode="json", by_alias=True)}
        for score, folder in zip(scores, folders, strict=True)
    ]
    say_json({"schema": "examsim.scores/1", "runs": runs})


def print_estimates(estimates: Sequence[tuple[RunPlan, Estimate]]) -> None:
    """Questions, tokens and cost of a dry run."""
    table = Table("exam", "model", title="dry run: nothing was sent; tokens are estimated from text length")
    for name in ("questions", "in cache", "calls", "tokens in", "tokens out", "US dollars"):
        table.add_column(name, justify="right")
    total = 0.0
    for plan, e in estimates:
        thinks = "" if e.thinking_cost is None or not e.calls else f"–{e.thinking_cost:.2f}"
        cost = "unknown" if e.cost is None else f"{e.cost:.2f}{thinks}"
        out = f"{e.completion_tokens:,}" + (f"–{e.completion_tokens + e.thinking_tokens:,}" if e.calls else "")
        total += e.cost or 0.0
        numbers = (f"{e.questions:,}", f"{e.cached:,}", f"{e.calls:,}", f"{e.prompt_tokens:,}", out, cost)
        table.add_row(plan.exam.id, one_line(plan.model), *numbers)
    console = safe_console()
    console.print(table)
    console.print(
        "the upper figures: if the model thinks before it answers, about 2,000 tokens a call", highlight=False
    )
    sources = sorted({e.price_source for _, e in estimates if e.price_source})
    if sources:
        console.print(f"in all about {total:.2f} US dollars; prices: {'; '.join(sources)}", highlight=False)
    if any(e.cost is None and e.calls for _, e in estimates):
        console.print("where the price is unknown, give it with --price IN,OUT per million tokens", highlight=False)
