"""`examsim percentile`: one score in every population that is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from examsim.cli import complete
from examsim.screen import say, say_json

if TYPE_CHECKING:
    from exams.exam import Exam
    from scoring.types import Percentile


@click.command("percentile", context_settings={"ignore_unknown_options": True})
@click.argument("exam", shell_complete=complete.exams)
@click.argument("score", type=float, required=False)
@click.option("--population", help="Only this norm: its id or a part of its name.")
@click.option("--as-of", metavar="YEAR", help="Tell the population first that was the newest before YEAR (or YEAR-MM).")
@click.option("--of", default="score", show_default=True, help="'score', or the id of a section.")
@click.option("--inverse", type=float, metavar="PERCENTILE", help="Which score is this percentile, per population.")
@click.option("--scores", type=click.Path(path_type=Path), metavar="FILE.csv", help="Many scores: a column 'score'.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    exam: str,
    score: float | None,
    population: str | None,
    as_of: str | None,
    of: str,
    inverse: float | None,
    scores: Path | None,
    as_json: bool,
) -> None:
    """Where SCORE stands among the people who sit EXAM: among the newest population first, then all that are known."""
    from exams.errors import InputError
    from exams.files.exam_folder import load_exam
    from scoring.scales.newest_norm import read_as_of
    from scoring.scales.percentile import choose_norm, late_note, norm_tables
    from scoring.scales.standing import standing

    if sum(asked is not None for asked in (score, inverse, scores)) != 1:
        raise InputError("one of SCORE, --inverse and --scores is needed", hint="e.g. examsim percentile lsat 163")
    if population is not None and as_of is not None:
        raise InputError("--population and --as-of both choose a population", hint="give one of them")
    found, date = load_exam(exam), read_as_of(as_of)
    if inverse is not None:
        from examsim.results.print_standing import print_inverse

        print_inverse(found, inverse, of, date, as_json=as_json)
    elif scores is not None:
        from examsim.results.print_standing import print_many

        print_many(found, scores, of, population, date, as_json=as_json)
    elif score is not None:
        rows = standing(found, score, of=of, population=population, as_of=date)
        _print(found, score, of, rows, as_json=as_json)
    if date is not None and (tables := norm_tables(found, of)):
        late = late_note(tables, choose_norm(tables, None, date), date)
        if late:
            say(f"! {late}", err=as_json or scores is not None)


def _print(exam: Exam, score: float, of: str, rows: tuple[Percentile, ...], *, as_json: bool) -> None:
    from examsim.results.print_standing import print_standing, standing_json

    if as_json:
        say_json(standing_json(exam, score, of, rows))
        return
    print_standing(exam, score, of, rows)
