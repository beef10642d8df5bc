"""`examsim export`: a form in the format of another system, and what that cannot hold."""

from __future__ import annotations

from pathlib import Path

import click

from exams.counted import counted
from examsim.screen import say


@click.command("export")
@click.argument("form")
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--format", "name", required=True, metavar="NAME", help="inspect, evals, gift, aiken, moodle, qti21, qti30, decon."
)
def command(form: str, target: Path, name: str) -> None:
    """Write FORM to TARGET. FORM: a folder, an exam for the practice form of its newest edition, or what can be
    imported."""
    from exams.files.editions import asked_exam
    from exams.files.exam_folder import load_exam, shipped_exams
    from exams.files.form_folder import practice_form
    from exams.loaders import open_form
    from exams.writers import export_form

    exam = asked_exam(form)
    chosen = practice_form(load_exam(exam)) if exam in shipped_exams() else open_form(form)
    found = export_form(chosen, name, target)
    say(f"{target}: {counted(len(chosen.questions), 'question')} as {name}")
    for loss in found:
        example = f", e.g. {loss.example}" if loss.example else ""
        say(f"  {name} cannot hold: {loss.what} ({loss.count}{example})")
    if not found:
        say("  nothing was lost but form.toml's own fields")
