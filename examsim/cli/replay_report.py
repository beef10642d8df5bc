"""`examsim replay gpt-4-report`: the report's tables recomputed, each number beside the printed one."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scoring.replay.cell import Cell

MARKS = {"match": "=", "own figure": "≈", "no match": "≠", "not computable": "·"}


@click.command("replay")
@click.argument("report", type=click.Choice(["gpt-4-report"]))
@click.option("--differences", is_flag=True, help="Only what is not reproduced from independent tables.")
def command(report: str, differences: bool) -> None:
    """Recompute Tables 1, 8, 9, 10 and Figure 4 of the GPT-4 report from its own counts.

    = reproduced; ≈ equal, but by a figure of the report itself (its own percentile pairs, a chart anchored on it, a
    row recalled from memory); ≠ computed and different; · nothing is known to compute it from.
    """
    from scoring.replay.cell import tally
    from scoring.replay.replay import replay

    cells = replay()
    for name, group in groupby(cells, key=lambda c: c.table):
        block = list(group)
        counts = tally(block)
        click.echo(f"\n{name}: {counts['match']} of {len(block)} cells reproduced")
        _rows([c for c in block if not differences or c.verdict != "match"])
        if name == "Table 1":
            _ap_sets()
        if name == "Table 8":
            _pooled()
    counts = tally(cells)
    click.echo(f"\n{counts['match']} of {len(cells)} cells reproduced from counts and independent tables")
    scores = [c for c in cells if c.verdict == "match" and c.table in ("Table 1", "Table 9") and c.how]
    other = sum(c.how != "default scales" for c in scores)
    click.echo(f"  ({other} of the {len(scores)} scores among them by a published scale other than the default)")
    click.echo(f"{counts['own figure']} more agree only through the report's own figures, or a row from memory")
    click.echo(f"{counts['no match']} differ; {counts['not computable']} cannot be computed; reasons stand above")


def _rows(cells: list[Cell]) -> None:
    if not cells:
        return
    names, columns = max(len(c.row) for c in cells), max(len(c.column) for c in cells)
    printed, told = max(len(c.printed) for c in cells), max(len(c.computed) for c in cells)
    for c in cells:
        how = f"  [{c.how}]" if c.how and c.how != "default scales" else ""
        why = f"  {c.why}" if c.verdict != "match" and c.why else ""
        values = f"printed {c.printed or '-':{printed}}  computed {c.computed or '-':{told}}"
        click.echo(f"  {MARKS[c.verdict]} {c.row:{names}}  {c.column:{columns}}  {values}{how}{why}".rstrip())


def _ap_sets() -> None:
    from scoring.replay.ap_sets import ap_grades

    grades = ap_grades()
    either = sum(any(g.agrees) for g in grades)
    both = sum(all(g.agrees) for g in grades)
    click.echo(f"  AP grades: {either} of {len(grades)} under set A or set B, {both} under both; not under both:")
    for grade in grades:
        if not all(grade.agrees):
            a, b = ("-" if v is None else f"{v:g}" for v in grade.by_set)
            click.echo(f"    {grade.name}: printed {grade.printed}, set A {a}, set B {b}")


def _pooled() -> None:
    from scoring.replay.table8_cells import pooled

    values = pooled()
    told = ", ".join(f"{name} {value:.2f} %" for name, value in values.items())
    click.echo(f"  beside the averages of rows: all questions pooled give {told}, with the other sign")
