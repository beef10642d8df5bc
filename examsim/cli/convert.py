"""`examsim convert`: raw points to a scaled score to a percentile, by every published chart, without a run."""

from __future__ import annotations

import click

from examsim.cli import complete
from examsim.screen import say, say_json


@click.command("convert")
@click.argument("exam", shell_complete=complete.exams)
@click.argument("raw", nargs=-1, required=True, metavar="RIGHT/OF… | SECTION=RIGHT/OF…")
@click.option("--of", help="Section that a single RIGHT/OF belongs to.")
@click.option("--as-of", metavar="YEAR", help="Tell the population first that was the newest before YEAR (or YEAR-MM).")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(exam: str, raw: tuple[str, ...], of: str | None, as_of: str | None, as_json: bool) -> None:
    """What RIGHT of OF points on EXAM amount to on every scale that is published for it.

    An exam of several sections needs all of them (mcq=50/60 frq=30/46) for its score; with --of one section alone.
    """
    from dataclasses import asdict

    from exams.files.exam_folder import load_exam
    from scoring.conversions import convert, read_raw

    found = load_exam(exam)
    result = convert(found, read_raw(found, raw, of), as_of)
    if as_json:
        body = {"schema": "examsim.convert/1", **asdict(result)}
        say_json(body)
        return
    say(f"{found.name}: {', '.join(raw)}")
    for row in result.rows:
        star = " *" if row.default else ""
        percentile = f": {row.percentile}" if row.percentile else ""
        say(f"  {row.value:g}{star}  {row.of}by {row.scale}{percentile}")
    if len(result.rows) > 1:
        values = [row.value for row in result.rows]
        say(f"* the scale used by default; published scales give {min(values):g} to {max(values):g}")
    for note in result.notes:
        say(f"- {note}")
