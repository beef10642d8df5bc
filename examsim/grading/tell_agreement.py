"""Print agreement as a table, and what became of the scores."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.console import Console
from rich.table import Table

from reports.untrusted import one_line
from scoring.types import Agreement, ExamScore, Interval

_COLUMNS = ("answers", "exact", "adjacent", "kappa", "alpha", "ordinal", "bias", "rater SD")


def tell_agreement(rows: Sequence[Agreement]) -> None:
    """One line for each pair of graders and part of the exam."""
    if not rows:
        click.echo("no answer was graded twice by people, or by people and a model: there is nothing to compare")
        return
    table = Table("what", "graders")
    for name in _COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(
            one_line(row.what),
            one_line(f"{row.first}, {row.second}"),
            str(row.answers),
            f"{100 * row.exact:.0f}%",
            f"{100 * row.adjacent:.0f}%",
            _with(row.kappa, row.kappa_interval),
            _with(row.alpha, row.alpha_interval),
            _number(row.alpha_ordinal),
            _with(row.bias, row.bias_interval, sign=True),
            "n/a" if row.rater_sd is None else f"{100 * row.rater_sd:.1f}%",
        )
    console = Console()
    console.print(table)
    methods = dict.fromkeys(
        f"{name}: {ends.method}"
        for row in rows
        for name, ends in (("kappa", row.kappa_interval), ("alpha", row.alpha_interval), ("bias", row.bias_interval))
        if ends is not None
    )
    lines = [
        "kappa with quadratic weights; alpha is Krippendorff's for interval data, ordinal beside it",
        "adjacent: at most one step of the rubric apart; bias: points of the second grader less the first",
        "rater SD: error of one grader, SD of the differences ÷ √2, as a share of the maximum",
        f"95 % intervals: {'; '.join(methods)}" if methods else "",
        "n/a: too few answers, or no spread in them",
    ]
    for line in filter(None, lines):
        console.print(line, style="dim", highlight=False)


def tell_scores(scores: Sequence[ExamScore]) -> None:
    """Each run's score and interval, and by whose grades, in one line; the marked scores beside it below."""
    for score in scores:
        found = score.reported_set
        ends = found.interval
        span = f" ({ends.low:g}–{ends.high:g})" if ends else ""
        between = f", between {found.bounds[0]:g} and {found.bounds[1]:g}" if found.bounds else ""
        click.echo(f"{score.exam_short} · {one_line(score.model)}: {one_line(found.text)}{span}{between}")
        for section in found.sections:
            graders = {g: n for g, n in section.graders.items() if g not in ("key", "none")}
            if graders:
                by = ", ".join(f"{one_line(g, 80)} ({n})" for g, n in graders.items())
                click.echo(f"  {one_line(section.name)}: graded by {by}")
        for other in found.alternatives:
            if not other.scales:
                inside = f" ({other.interval.low:g}–{other.interval.high:g})" if other.interval else ""
                click.echo(f"  {one_line(other.name)}: {other.value:g}{inside} [{other.note}]")


def _with(value: float | None, ends: Interval | None, *, sign: bool = False) -> str:
    inside = "" if ends is None or value is None else f" ({ends.low:.2f} to {ends.high:.2f})"
    return _number(value, sign=sign) + inside


def _number(value: float | None, *, sign: bool = False) -> str:
    return "n/a" if value is None else f"{value:+.2f}" if sign else f"{value:.2f}"
