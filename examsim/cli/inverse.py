"""`examsim inverse`: does accuracy fall, rise, or fall and rise again with the size of models?"""

from __future__ import annotations

from pathlib import Path

import click

from examsim.screen import say, say_json


@click.command("inverse")
@click.argument("runs", nargs=-1, required=True, metavar="RUN…", type=click.Path(path_type=Path))
@click.option(
    "--sizes", type=click.Path(path_type=Path), metavar="FILE.csv", help="Columns model, size (parameters or compute)."
)
@click.option("--size", "given", multiple=True, metavar="MODEL=NUMBER", help="One model's size; may be repeated.")
@click.option("--out", "-o", type=click.Path(path_type=Path), help="Folder for inverse.json and the chart.")
@click.option("--seed", default=0, show_default=True, help="Seed of the sign flips.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    runs: tuple[Path, ...],
    sizes: Path | None,
    given: tuple[str, ...],
    out: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Test RUNs of one exam by several models for a trend with their size, section by section.

    Falling or rising: a contrast over the logarithms of the sizes, question by question. U-shaped: a fall before and a
    rise after one of the models. The exam's other sections are controls: each is held against its scored one.
    """
    from examsim.results.inverse import inverse_study, sizes_of, write_study

    study = inverse_study(runs, sizes_of(sizes, given), seed=seed)
    paths = write_study(study, out) if out is not None else []
    if as_json:
        say_json(study.record())
        return
    for line in study.lines():
        say(line)
    for path in paths:
        say(f"  {path}")
