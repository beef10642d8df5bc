"""`examsim percentile`: one score in every population that is known."""

from __future__ import annotations

import click


@click.command("percentile", context_settings={"ignore_unknown_options": True})
@click.argument("exam")
@click.argument("score", type=float)
@click.option("--population", help="Only this norm: its id or a part of its name.")
@click.option("--of", default="score", show_default=True, help="'score', or the id of a section.")
def command(exam: str, score: float, population: str | None, of: str) -> None:
    """Where SCORE stands among the people who sit EXAM, population by population."""
    from exams.files.exam_folder import load_exam
    from scoring.scales.standing import standing

    found = load_exam(exam)
    rows = standing(found, score, of=of, population=population)
    top = "" if found.score.max is None or of != "score" else f" / {found.score.max:g}"
    click.echo(f"{found.name}: {score:g}{top}" + ("" if of == "score" else f" ({found.section_named(of).name})"))
    width = max(len(p.text) for p in rows)
    for p in rows:
        marks = [
            word
            for word, on in (("default", p.default), ("interpolated", p.interpolated), ("extrapolated", p.extrapolated))
            if on
        ]
        told = f"percent {p.convention.replace('_', ' ')}" if p.convention != "range" else "range"
        click.echo(
            f"  {p.text:{width}}  {p.population} [{p.norm}] ({'; '.join([told, p.status, f'year {p.year}', *marks])})"
        )
