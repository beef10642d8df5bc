"""`examsim people`: those who sat a form, their norm, the statistics of its questions, and a model among them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from examsim.cli import complete


@click.command("people")
@click.argument("form", shell_complete=complete.exams)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE…]")
@click.option("--exam", metavar="ID", help="Exam whose scale applies, where the form names none.")
@click.option(
    "--compare", multiple=True, type=click.Path(path_type=Path), metavar="RUN", help="A model's run on the form.",
    shell_complete=complete.runs,
)  # fmt: skip
@click.option("--erase", metavar="ID", help="Erase this person's sheet, and make everything anew without it.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    form: str, folder: Path, files: tuple[Path, ...], exam: str | None, compare: tuple[Path, ...], erase: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Keep the sheets of people who sat FORM in FOLDER, score them as a model is scored, and make their norm.

    FILEs are tables with a row for each person (id, consent, a column for each question), long tables (IRW's
    id,item,resp, or id,item,answer), or what the page of `examsim paper` saves. Rows that cannot be used are told and
    left out (exit code 3). Nothing is kept of those who refuse consent; --erase takes one out again.
    """
    from exams.exit_codes import INCOMPLETE
    from examsim.people.class_command import ClassWishes, work_on_class
    from examsim.people.exam_of_form import exam_of_form
    from examsim.results.item_table import named_form

    found = named_form(form)
    wishes = ClassWishes(files, erase, compare, as_json)
    if not work_on_class(found, exam_of_form(found, exam), folder, wishes):
        sys.exit(INCOMPLETE)
