"""`examsim items`: item analysis over many runs."""

from __future__ import annotations

from pathlib import Path

import click

from examsim.cli import complete


@click.command("items")
@click.argument("form")
@click.argument(
    "runs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RUN…", shell_complete=complete.runs
)
@click.option(
    "--family",
    "families",
    multiple=True,
    metavar="NAME=MODEL,…",
    help="Models of one family; the others' families are read from their names.",
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder for items.csv, families.csv and items.json.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(form: str, runs: tuple[Path, ...], families: tuple[str, ...], out: Path | None, as_json: bool) -> None:
    """Statistics of each question of FORM (a folder, or an exam's id for its practice form) over finished RUNs.

    Share right, corrected item–rest discrimination, what the options were chosen by, and whether a question is harder
    for one family of models than for others that do as well (Mantel–Haenszel). Keys that strong models all miss are
    flagged. No model is called.
    """
    from examsim.cli.skipped import runs_among
    from examsim.results.item_table import analyse, as_families, named_form
    from examsim.results.print_items import print_items

    analysis = analyse(named_form(form), runs_among(runs), as_families(families))
    print_items(analysis, out, as_json=as_json)
