"""`examsim norms`: how old the norms are, and a newly published one taken into the user's own folder."""

from __future__ import annotations

from pathlib import Path

import click

from examsim.cli import complete
from examsim.screen import say

STATUSES = ("official", "second-hand", "approximate", "inferred")


@click.group("norms", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """List the newest norm of each exam and when its period ends; `add` takes in a newer one."""
    if context.invoked_subcommand is not None:
        return
    from exams.files.exam_folder import load_exam, shipped_exams
    from scoring.scales.newest_norm import newest_norm, spoken_date

    for name in shipped_exams():
        exam = load_exam(name)
        for of in dict.fromkeys(n.of for n in exam.norm):
            first = newest_norm([n for n in exam.norm if n.of == of])
            if first is not None:
                section = "" if of == "score" else f", {of}"
                ends = spoken_date(first.ends_at) if first.ends_at else "not known"
                say(f"{exam.id + section:30} newest here: {ends:14} {first.population} [{first.id}]")


@command.command("add")
@click.argument("exam", shell_complete=complete.exams)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--source", required=True, help="Where the table was published.")
@click.option("--population", required=True, help="Who: 'GRE takers'.")
@click.option("--period", required=True, help="When they sat: 'July 2023 to June 2026'.")
@click.option("--ends", help="When the period ends, YEAR or YEAR-MM; by default the last year in --period.")
@click.option("--of", default="score", show_default=True, help="'score', or the id of a section.")
@click.option(
    "--convention",
    "percentile_definition",
    type=click.Choice(["below", "at_or_below", "range"]),
    help="What a percentile counts: people below the score, at or below it, or a range from the one to the other; by "
    "default as in the exam's other norms.",
)
@click.option("--status", type=click.Choice(STATUSES), default="second-hand", show_default=True)
@click.option("--sparse", is_flag=True, help="Only some points are published: never extrapolate.")
@click.option("--as", "name", help="Id of the norm; by default made from the period.")
def add(
    exam: str,
    file: Path,
    source: str,
    population: str,
    period: str,
    ends: str | None,
    of: str,
    percentile_definition: str | None,
    status: str,
    sparse: bool,
    name: str | None,
) -> None:
    """Take FILE.csv (columns score,percentile or score,low,high) in as a norm of EXAM, checked like ours."""
    from examsim.results.add_norm import NewNorm, add_norm

    new = NewNorm(source, population, period, ends, of, percentile_definition, status, sparse, name)
    path, norm, first = add_norm(exam, file, new)
    if percentile_definition is None:
        counts = norm.percentile_definition.replace("_", " ")
        say(f"percentiles are read as percent {counts}, as in the exam's newest norm; --convention says otherwise")
    say(f"{exam}: norm {norm.id!r} ({norm.population}) is kept as {path}")
    say("it is reported first from now on" if first else "a newer one is reported first; --population chooses this one")
