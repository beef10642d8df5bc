"""Print agreement as a table, and what became of the scores."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import inf

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from examsim.screen import safe_console, say
from reports.escaping import one_line
from scoring.types import Agreement, ExamScore, Interval

_COLUMNS = ("n", "exact", "adj.", "kappa", "alpha", "bias", "SD")
_LINES = (
    "n: answers; exact: equal points; adj.: at most one step of the rubric apart",
    "kappa with quadratic weights; alpha: Krippendorff's, interval data (--json has the ordinal one too)",
    "bias: points of the second grader less the first; SD: one grader's error, differences ÷ √2, share of the maximum",
)


def print_agreement(rows: Sequence[Agreement]) -> None:
    """One line for each pair of graders, below the part of the exam that they graded."""
    if not rows:
        say("no answer was graded twice by people, or by people and a model: there is nothing to compare")
        return
    table = Table("graders", box=SIMPLE, padding=(0, 1, 0, 0), pad_edge=False)
    for name in _COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    for what, group in groupby(rows, key=lambda r: r.what):
        table.add_section()
        table.add_row(Text(one_line(what), style="bold"))
        for row in group:
            table.add_row(*_cells(row))
    console = safe_console()
    console.print(table)
    methods = dict.fromkeys(
        f"{name}: {ends.method}"
        for row in rows
        for name, ends in (("kappa", row.kappa_interval), ("alpha", row.alpha_interval), ("bias", row.bias_interval))
        if ends is not None
    )
    intervals = f"95 % intervals below the values; {'; '.join(methods)}" if methods else ""
    for line in filter(None, (*_LINES, intervals, "n/a: too few answers, or no spread in them")):
        console.print(line, style="dim", highlight=False)


def _cells(row: Agreement) -> tuple[Text, ...]:
    told = (
        one_line(f"{row.first}, {row.second}"),
        str(row.answers),
        f"{100 * row.exact:.0f}%",
        f"{100 * row.adjacent:.0f}%",
        _with(row.kappa, row.kappa_interval, most=1.0),
        _with(row.alpha, row.alpha_interval, most=1.0),
        _with(row.bias, row.bias_interval, sign=True),
        "n/a" if row.rater_sd is None else f"{100 * row.rater_sd:.1f}%",
    )
    return tuple(Text(cell) for cell in told)


def print_scores(scores: Sequence[ExamScore]) -> None:
    """Each run's score and interval, and by whose grades, in one line; the marked scores beside it below."""
    for score in scores:
        found = score.reported_set
        ends = found.interval
        span = f" ({ends.low:g}–{ends.high:g})" if ends else ""
        between = f", between {found.bounds[0]:g} and {found.bounds[1]:g}" if found.bounds else ""
        say(f"{score.exam_short} · {one_line(score.model)}: {one_line(found.text)}{span}{between}")
        for section in found.sections:
            graders = {g: n for g, n in section.graders.items() if g not in ("key", "none")}
            if graders:
                by = ", ".join(f"{one_line(g, 80)} ({n})" for g, n in graders.items())
                say(f"  {one_line(section.name)}: graded by {by}")
        for other in found.alternatives:
            if other.other_grades:
                inside = f" ({other.interval.low:g}–{other.interval.high:g})" if other.interval else ""
                say(f"  {one_line(other.name)}: {other.value:g}{inside} [{other.note}]")


def _with(value: float | None, ends: Interval | None, *, most: float = inf, sign: bool = False) -> str:
    """A value with its interval in the line below; large-sample ends beyond what is possible are cut."""
    inside = "" if ends is None or value is None else f"\n{max(-most, ends.low):.2f}…{min(most, ends.high):.2f}"
    return _number(value, sign=sign) + inside


def _number(value: float | None, *, sign: bool = False) -> str:
    return "n/a" if value is None else f"{value:+.2f}" if sign else f"{value:.2f}"
