"""`examsim link`: how hard a practice form is beside the real exam, by who sat both."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from examsim.cli import complete


@click.command("link")
@click.argument("practice")
@click.argument("real")
@click.option("--runs", "_", is_flag=True, help="What follows are runs; may be left out.")
@click.argument("runs", nargs=-1, type=click.Path(path_type=Path), metavar="RUN…", shell_complete=complete.runs)
@click.option(
    "--method",
    type=click.Choice(["linear", "equipercentile", "rasch"]),
    default="linear",
    show_default=True,
    help="Whose conversion link.toml takes; all three are told.",
)
@click.option(
    "--people",
    "classes",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="A folder of `examsim people` on one of the forms; who is in one of each is a common person too.",
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder for link.toml, link.json and the picture.")
@click.option("--seed", default=0, show_default=True, help="Seed of the resamples.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    practice: str, real: str, _: bool, runs: tuple[Path, ...], method: str, classes: tuple[Path, ...],
    out: Path | None, seed: int, as_json: bool,
) -> None:  # fmt: skip
    """Link the form PRACTICE to the form REAL of the same exam by finished RUNs of models that sat both, and by people.

    Linear (mean–sigma), equipercentile with log-linear presmoothing, and Rasch by common persons, each with its
    standard error over the persons. At least four are needed. No model is called.
    """
    from exams.errors import InputError
    from exams.link import LinkMethod
    from examsim.cli.skipped import runs_among
    from examsim.linking.make_link import as_record, link_forms
    from examsim.linking.pair_people import pair_people
    from examsim.linking.pair_runs import pair_runs
    from examsim.linking.print_link import print_link
    from examsim.people.exam_of_form import exam_of_form
    from examsim.results.item_table import named_form
    from examsim.results.steps import exam_of
    from reports.run_folder import read_run

    first, second = named_form(practice), named_form(real)
    if not runs and not classes:
        raise click.UsageError("neither runs nor --people: a link is made by who sat both forms")
    found = [read_run(folder) for folder in runs_among(runs)] if runs else []
    paired, people = pair_runs(found, first, second), pair_people(classes, first, second)
    exam = next((exam_of(r) for r in found if r.head.form.hash == first.content_hash), None)
    exam = exam or exam_of_form(first, None) or exam_of_form(second, None)
    if exam is None:
        raise InputError(f"no exam is known for {first.id}", hint="name it in form.toml: exam = …")
    told = (*paired.told, *people.told)
    independent = paired.models + people.models
    made = link_forms(exam, first, second, (*paired.persons, *people.persons), independent, seed=seed)
    print_link(made, as_record(made, cast(LinkMethod, method), exam), told, out, as_json=as_json)
