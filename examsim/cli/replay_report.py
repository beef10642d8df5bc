"""`examsim replay gpt-4-report`: the report's tables recomputed, each number beside the printed one."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examsim.screen import say, say_json

if TYPE_CHECKING:
    from scoring.replay.cell import Cell

MARKS = {"match": "=", "leaning": "≈", "own figure": "○", "no match": "≠", "not computable": "·"}


@click.command("replay")
@click.argument("report", type=click.Choice(["gpt-4-report"]))
@click.option("--differences", is_flag=True, help="Only what is not reproduced from independent tables.")
@click.option("--json", "as_json", is_flag=True, help="Print every cell and the split as JSON.")
@click.option(
    "--figure-4",
    "figure",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Draw Figure 4, computed beside printed, as FILE.png and FILE.svg.",
)
def command(report: str, differences: bool, as_json: bool, figure: Path | None) -> None:
    """Recompute Tables 1, 8, 9, 10 and Figure 4 of the GPT-4 report from its own counts, with the norms of 2022; then
    what arithmetic can say of Tables 2 and 11 and of Figures 5 and 8.

    = reproduced; ≈ equal, but leaning on the report (a chart picked because it fits, fitted points, a claim that
    restates it); ○ equal by construction (a chart anchored on this figure);
    ≠ computed and different; · nothing is published to compute it from.
    """
    from scoring.replay.benchmark_cells import benchmark_cells
    from scoring.replay.cell import tally
    from scoring.replay.left_out import left_out_cells
    from scoring.replay.replay import replay
    from scoring.replay.split import split_of

    cells, left_out = replay(), left_out_cells()
    if as_json:
        _print_json(cells, left_out)
    else:
        for name, group in groupby(cells, key=lambda c: c.table):
            block = list(group)
            say(f"\n{name}: {tally(block)['match']} of {len(block)} cells reproduced")
            _rows([c for c in block if not differences or c.verdict != "match"])
            if name == "Table 1":
                _ap_sets()
            if name == "Table 8":
                _pooled()
        say(f"\nNot computable, and in no count below: {len(left_out)} cells")
        _left_out(left_out)
        say("\n" + "\n".join(split_of(cells).lines()))
        say("\nThe report's benchmarks, from its printed figures alone; in no count above:")
        for name, group in groupby(benchmark_cells(), key=lambda c: c.table):
            block = list(group)
            say(f"\n{name}: {tally(block)['match']} of {len(block)} cells agree")
            _rows([c for c in block if not differences or c.verdict != "match"])
    if figure is not None:
        _draw(cells, figure, quiet=as_json)


def _rows(cells: list[Cell]) -> None:
    if not cells:
        return
    names, columns = max(len(c.row) for c in cells), max(len(c.column) for c in cells)
    printed, told = max(len(c.printed) for c in cells), max(len(c.computed) for c in cells)
    for c in cells:
        how = f"  [{c.how}]" if c.how and c.how != "default scales" else ""
        why = f"  {c.why}" if c.verdict != "match" and c.why else ""
        values = f"printed {c.printed or '-':{printed}}  computed {c.computed or '-':{told}}"
        say(f"  {MARKS[c.verdict]} {c.row:{names}}  {c.column:{columns}}  {values}{how}{why}".rstrip())


def _ap_sets() -> None:
    from scoring.replay.ap_sets import ap_grades

    grades = ap_grades()
    either = sum(any(g.agrees) for g in grades)
    both = sum(all(g.agrees) for g in grades)
    say(f"  AP grades: {either} of {len(grades)} under set A or set B, {both} under both; not under both:")
    for grade in grades:
        if not all(grade.agrees):
            a, b = ("-" if v is None else f"{v:g}" for v in grade.by_set)
            say(f"    {grade.name}: printed {grade.printed}, set A {a}, set B {b}")


def _pooled() -> None:
    from scoring.replay.table8_cells import pooled

    values = pooled()
    told = ", ".join(f"{name} {value:.2f} %" for name, value in values.items())
    say(f"  beside the averages of rows: all questions pooled give {told}, with the other sign")


def _left_out(cells: list[Cell]) -> None:
    """Left-out cells by column and reason: their rows are all of the table, or named."""
    for (name, column, why), group in groupby(sorted(cells, key=_reason), key=_reason):
        rows = [c.row for c in group]
        which = f"{len(rows)} rows" if len(rows) > 12 else "; ".join(rows)
        say(f"  · {name}, {column}: {which}: {why}")


def _reason(cell: Cell) -> tuple[str, str, str]:
    return cell.table, cell.column, cell.why


def _print_json(cells: list[Cell], left_out: list[Cell]) -> None:
    from dataclasses import asdict

    from scoring.replay.benchmark_cells import benchmark_cells
    from scoring.replay.split import split_of

    body = {
        "schema": "examsim.replay/1",
        "report": "gpt-4-report",
        "split": asdict(split_of(cells)),
        "cells": [asdict(c) for c in cells],
        "left_out": [asdict(c) for c in left_out],
        "benchmarks": [asdict(c) for c in benchmark_cells()],
    }
    say_json(body)


def _draw(cells: list[Cell], figure: Path, *, quiet: bool) -> None:
    from reports.charts.figure4_chart import PrintedBar, draw_figure4
    from scoring.replay.figure4_cells import figure4_bars

    bars = [PrintedBar(b.label, b.printed, b.computed, b.mark) for b in figure4_bars(cells)]
    for file in draw_figure4(bars, figure):
        say(f"  {file}", err=quiet)
