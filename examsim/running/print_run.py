"""What a command prints when it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from examsim.running.run_plan import RunPlan
from examsim.screen import safe_console, say, say_json
from reports.escaping import one_line
from reports.model_names import recorded_words
from reports.prompt_words import own_words, persona_words, route_words, shots_words
from reports.run_folder import RunHead, read_head, read_run
from reports.scored_run import scored
from reports.terminal.benchmark_lines import benchmark_lines
from reports.terminal.candidate_sentences import candidate_sentences
from reports.terminal.language_lines import language_lines
from reports.terminal.score_table import score_table
from reports.terminal.suite_table import cell, suite_table, table_notes
from scoring.types import ExamScore

if TYPE_CHECKING:
    from examsim.running.dry_run import Estimate

WIDE = 100  # columns of a terminal from which on a range fits on one line


def print_score(score: ExamScore, folder: Path) -> None:
    """The score table, then what went otherwise than asked."""
    console = safe_console()
    console.print(score_table(score))
    for change in score.changes:
        line = f"changed: {change.of} {change.before} -> {change.after}: {change.cause}"
        console.print(one_line(line, 500), markup=False, highlight=False, soft_wrap=True)
    head = read_head(folder)
    for line in _how_asked(head):
        console.print(f"- {one_line(line, 1000)}", markup=False, highlight=False, soft_wrap=True)
    for line in head.warnings:
        console.print(f"! {one_line(line)}", markup=False, highlight=False, soft_wrap=True)


def _how_asked(head: RunHead) -> Iterator[str]:
    """What is beside a score: how it was asked for, and how often."""
    if head.replayed is not None:
        yield f"replies: {recorded_words(head.replayed)}"
    layout, asked = head.prompt.get("layout"), head.prompt.get("asked")
    if layout:
        chosen = ", chosen by --prompt auto" if asked == "auto" else ""
        method = f", method {head.method}" if head.method else ""
        yield f"prompt: {layout}{chosen}{method}"
    if shots := shots_words(head.prompt.get("shots")):
        yield shots
    yield from route_words(head.route)
    yield from persona_words(head.parameters)
    yield from own_words(head.parameters)
    starts, others = head.history.starts, len(head.history.other_runs)
    if starts > 1 or others:
        yield f"tries: start {starts} of this run; {others} other runs of this model on this form in the same folder"


def print_line(score: ExamScore, folder: Path, *, err: bool = False, before: bool = False) -> None:
    """A run in one line: its folder, score, percentile, and what must be known of it."""
    warned = sum(note.level == "warning" for note in score.notes) + len(read_head(folder).warnings)
    told = [cell(score), score.reported_set.incomplete, f"{warned} warnings" if warned else ""]
    told += ["finished before" if before else ""]
    line = f"{folder}  {score.exam_short} · {score.model}: {'; '.join(filter(None, told))}"
    say(one_line(line, 1000), err=err)


def print_suite(scores: Sequence[ExamScore]) -> None:
    """All runs of the command in one table."""
    console = safe_console()
    console.print(suite_table(scores))
    for line in table_notes(scores):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def print_benchmarks(scores: Sequence[ExamScore]) -> None:
    """The benchmarks of the command, one line each, with the published values beside them."""
    for line in benchmark_lines(scores):
        safe_console().print(one_line(line, 1000), markup=False, highlight=False, soft_wrap=True)


def print_languages(folders: Sequence[Path]) -> None:
    """Benchmarks that were asked in several languages, one line each."""
    if not folders:
        return
    from examsim.results.language_tests import language_tests  # brings scipy along

    runs = scored([read_run(folder) for folder in folders])
    for line in language_lines(runs, language_tests(runs)):
        safe_console().print(one_line(line, 1000), markup=False, highlight=False, soft_wrap=True)


def print_files(files: Sequence[Path]) -> None:
    """The files a reader wants to open."""
    for file in files:
        say(f"  {file}")


def print_candidates(folders: Sequence[Path]) -> None:
    """One sentence a candidate, on all exams of this command."""
    console = safe_console()
    for sentence in candidate_sentences(map(read_run, folders)):
        console.print(one_line(sentence, 1000), markup=False, highlight=False, soft_wrap=True)


def print_json(scores: Sequence[ExamScore], folders: Sequence[Path]) -> None:
    """All scores as one JSON document."""
    runs = [
        {"run": str(folder), "score": score.model_dump(mode="json", by_alias=True)}
        for score, folder in zip(scores, folders, strict=True)
    ]
    say_json({"schema": "examsim.scores/1", "runs": runs})


def print_estimates(estimates: Sequence[tuple[RunPlan, Estimate]]) -> None:
    """Questions, tokens and cost of a dry run. No figure is cut off, however narrow the terminal: names are folded."""
    console = safe_console()
    models = {plan.name for plan, _ in estimates}
    title = "dry run: nothing was sent; tokens are estimated from text length"
    if len(models) == 1:
        title = f"dry run of {one_line(next(iter(models)))}: nothing was sent; tokens are estimated from text length"
    table = Table(title=title, box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False, collapse_padding=True)
    for name in ("exam", "model")[: min(2, len(models))]:
        table.add_column(name, overflow="fold")
    for name in ("questions", "cached", "calls", "tokens\nin", "tokens\nout", "US\ndollars"):
        table.add_column(name, justify="right", no_wrap=True, min_width=max(map(len, name.split())))
    to = "–" if console.width >= WIDE else "\n–"
    least = highest = 0.0
    for plan, e in estimates:
        most = e.most_cost is not None and e.calls > 0
        cost = "unknown" if e.cost is None else f"{e.cost:,.2f}" + (f"{to}{e.most_cost:,.2f}" if most else "")
        least, highest = least + (e.cost or 0.0), highest + (e.most_cost or 0.0)
        ranges = (
            _range(e.calls, e.most_calls, to),
            _range(e.prompt_tokens, e.most_prompt_tokens, to),
            _range(e.completion_tokens, e.most_completion_tokens, to),
        )
        numbers = (f"{e.questions:,}", f"{e.cached:,}", *ranges, cost)
        names = (plan.exam.id, one_line(plan.name))[: min(2, len(models))]
        table.add_row(*names, *numbers)
    console.print(table)
    from examsim.running.dry_run import THOUGHT_TOKENS  # brings the whole run along; scores are printed without

    lines = [
        "cached: calls that are answered already and cost nothing; calls: what is still to be asked, graders included",
        f"the upper figures: if the model thinks before it answers, about {THOUGHT_TOKENS:,} tokens a call, and each"
        " thought that is cut off is asked once more with more room",
    ]
    if any(e.way_unknown for _, e in estimates):
        lines.append(
            "letters: how this server shows their probabilities is found at the first question; counted is one request "
            "a question, with echo it is up to two for each option (--likelihoods names a way)"
        )
    if adaptive := sorted({p.exam.id for p, e in estimates if e.papers > 1}):
        lines.append(
            f"adaptive ({', '.join(adaptive)}): which second module is sat hangs on the answers; figures from the "
            "cheapest to the dearest paper"
        )
    sources = sorted({e.price_source for _, e in estimates if e.price_source})
    if sources:
        upper = f" to {highest:,.2f}" if highest > least else ""
        lines.append(f"in all about {least:,.2f}{upper} US dollars; prices: {'; '.join(sources)}")
    if any(e.cost is None and e.calls for _, e in estimates):
        lines.append("where the price is unknown, give it with --price IN,OUT per million tokens")
    for line in lines:
        console.print(line, highlight=False, soft_wrap=True)


def _range(least: int, most: int, to: str) -> str:
    return f"{least:,}" + (f"{to}{most:,}" if most > least else "")
