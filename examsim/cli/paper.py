"""`examsim paper`: a form for people, printed or on an offline page with a timer."""

from __future__ import annotations

from pathlib import Path

import click

from examsim.cli import complete
from examsim.screen import say


@click.command("paper")
@click.argument("form", shell_complete=complete.exams)
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("paper"), show_default=True, help="Folder.")
@click.option("--exam", metavar="ID", help="Exam whose sections and times apply, where the form names none.")
@click.option("--minutes", type=click.IntRange(1), help="Time of every section, instead of the exam's.")
@click.option("--module", "modules", multiple=True, metavar="ID", help="Adaptive exams: second module of this paper.")
def command(form: str, out: Path, exam: str | None, minutes: int | None, modules: tuple[str, ...]) -> None:
    """Write FORM (a folder, or an exam's id for its practice form) for people to sit, without its key.

    paper.html prints with an answer sheet; sitting.html is one file with a timer that works offline and saves a file of
    answers; sheets.csv is an empty table to type paper sheets into. `examsim people` reads them back. Of an adaptive
    exam there is a paper for each second module; `examsim people` takes the sheets of all of them.
    """
    from examsim.people.exam_of_form import exam_of_form
    from examsim.people.routes import paper_form
    from examsim.results.item_table import named_form
    from reports.papers.paper import paper_of
    from reports.papers.paper_pages import write_paper_pages

    found = named_form(form)
    of = exam_of_form(found, exam)
    paper = paper_of(paper_form(found, of, modules), of, minutes)
    for path in write_paper_pages(paper, out):
        say(f"  {path}")
    say(f"{len(paper.questions)} questions; no key is in any of them. Sheets come back with `examsim people`")
