"""`examsim list`: the exams that ship."""

from __future__ import annotations

import click


@click.command("list")
def command() -> None:
    """List the exams that ship with examsim, with their scale and what is asked.

    Where no practice form ships, a run needs your own questions: --form PATH or --form hf:DATASET.
    """
    from exams.files.exam_folder import load_exam, shipped_exams

    for name in shipped_exams():
        exam = load_exam(name)
        scale = "" if exam.score.max is None else f" [{exam.score.min:g}–{exam.score.max:g}]"
        sections = ", ".join(f"{s.name} {s.questions}" for s in exam.section)
        ships = (exam.folder / "forms" / "practice" / "form.toml").is_file()
        own = "" if ships else "; no practice form ships: bring your own with --form"
        click.echo(f"{exam.id:24} {exam.name}{scale} ({sections}){own}")
