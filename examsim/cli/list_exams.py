"""`examsim list`: the exams that ship."""

from __future__ import annotations

import click

from examsim.screen import say, say_json


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(as_json: bool) -> None:
    """List the exams that ship with examsim, with their scale and what is asked.

    Where no practice form ships, a run needs your own questions: --form PATH or --form hf:DATASET.
    """
    from exams.files.editions import edition_year, newest_edition
    from exams.files.exam_folder import load_exam, shipped_exams

    if as_json:
        _print_json()
        return
    for name in shipped_exams():
        exam = load_exam(name)
        scale = "" if exam.score.max is None else f" [{exam.score.min:g}–{exam.score.max:g}]"
        sections = ", ".join(f"{s.name} {s.questions}" for s in exam.section)
        ships = (exam.folder / "forms" / "practice" / "form.toml").is_file()
        own = "" if ships else "; no practice form ships: bring your own with --form"
        if exam.source:
            own = "; no question ships: bring your own with --form, or your copy of the set with --questions"
        if newest_edition(name) != name:
            own += f"; an older edition: run it as {name}@{edition_year(name)}"
        say(f"{exam.id:24} {exam.name}{scale} ({sections}){own}")


def _print_json() -> None:
    from exams.files.editions import edition_year
    from exams.files.exam_folder import load_exam, shipped_exams
    from scoring.scales.newest_norm import newest_norm

    rows = []
    for name in shipped_exams():
        exam = load_exam(name)
        first = newest_norm([n for n in exam.norm if n.of == "score"])
        rows.append(
            {
                "id": exam.id,
                "name": exam.name,
                "version": exam.version,
                "edition": edition_year(name) or None,
                "family": exam.family,
                "score": {"min": exam.score.min, "max": exam.score.max, "step": exam.score.step},
                "sections": [{"id": s.id, "name": s.name, "questions": s.questions} for s in exam.section],
                "scales": [s.id for s in exam.scale],
                "norms": [n.id for n in exam.norm],
                "newest_norm": None if first is None else {"id": first.id, "ends": first.ends_at},
                "practice_form": (exam.folder / "forms" / "practice" / "form.toml").is_file(),
            }
        )
    say_json({"schema": "examsim.list/1", "exams": rows})
