"""What `examsim percentile` prints: the newest population as a sentence, then all of them, by score or percentile."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

from exams.errors import InputError
from exams.exam import Exam
from exams.files.csv_records import csv_records
from examsim.screen import say, say_json
from scoring.scales.inverse import scores_at
from scoring.scales.newest_norm import spoken_date
from scoring.scales.ordinal import ordinal
from scoring.scales.standing import standing
from scoring.types import Percentile

PRINTED = {"percentile_definition": "convention"}  # keys of the JSON are those that scripts were written for


def print_standing(exam: Exam, score: float, of: str, rows: tuple[Percentile, ...]) -> None:
    """The headline with population and year in one line, then every population."""
    top = "" if exam.score.max is None or of != "score" else f" / {exam.score.max:g}"
    say(f"{_name(exam, of)}: {score:g}{top}: {rows[0].words}")
    width = max(len(p.text) for p in rows)
    for p in rows:
        say(f"  {p.text:{width}}  {p.population} [{p.norm}] ({_about(p)})")
    for method in dict.fromkeys(p.method for p in rows if p.method):
        say(f"approximate: {method}")
    say(newest_line(exam, of))


def newest_line(exam: Exam, of: str) -> str:
    """'newest here: June 2025': when the period of the newest norm ends, so that its age is seen."""
    ends = [n.ends_at for n in exam.norm if n.of == of and n.ends_at]
    return f"newest here: {spoken_date(max(ends))}" if ends else "newest here: no norm names its period"


def standing_json(exam: Exam, score: float, of: str, rows: tuple[Percentile, ...]) -> dict[str, Any]:
    """One score with all its populations, as `--json` prints it."""
    return {
        "schema": "examsim.percentile/1",
        "exam": exam.id,
        "of": of,
        "score": score,
        "headline": rows[0].words,
        "populations": [p.model_dump(mode="json", by_alias=True) for p in rows],
    }


def print_inverse(exam: Exam, percentile: float, of: str, as_of: str | None, *, as_json: bool) -> None:
    """Which score is this percentile, population by population."""
    from dataclasses import asdict

    rows = scores_at(exam, percentile, of=of, as_of=as_of)
    if as_json:
        body = {"schema": "examsim.inverse/1", "exam": exam.id, "of": of, "percentile": percentile}
        body["populations"] = [{PRINTED.get(k, k): v for k, v in asdict(r).items()} for r in rows]
        say_json(body)
        return
    say(f"{_name(exam, of)}: the least score at or above the {ordinal(percentile)} percentile")
    for r in rows:
        told = "no score in the table" if r.score is None else f"{r.score:g}"
        marks = [w for w, on in (("default", r.default), ("bound", r.bounded), ("approximate", bool(r.method))) if on]
        say(f"  {told:8}  {r.population} [{r.norm}]" + (f" ({', '.join(marks)})" if marks else ""))


def print_many(exam: Exam, path: Path, of: str, population: str | None, as_of: str | None, *, as_json: bool) -> None:
    """Every score of a CSV with the population told first: the file's rows with percentile, population and year."""
    rows = _read(path)
    found = []
    for line, row, score in rows:
        try:
            first = standing(exam, score, of=of, population=population, as_of=as_of)[0]
        except InputError as error:
            raise InputError(error.what, where=path, line=line, hint=error.hint) from None
        found.append((row, score, first))
    if as_json:
        body = [{"row": row, **standing_json(exam, score, of, (first,))} for row, score, first in found]
        say_json(body)
        return
    names = ["percentile", "percent_low", "percent_high", "population", "norm", "convention", "status"]
    table = StringIO()
    writer = csv.DictWriter(table, [*rows[0][1], *names], lineterminator="\n")
    writer.writeheader()
    for row, _, p in found:
        told = (p.text, p.low, p.high, p.population, p.norm, p.percentile_definition, p.status)
        writer.writerow({**row, **dict(zip(names, told, strict=True))})
    say(table.getvalue().removesuffix("\n"))


def _read(path: Path) -> list[tuple[int, dict[str, str], float]]:
    names, records = csv_records(path)
    if "score" not in names:
        raise InputError("no column 'score'", where=path, line=1, hint="the first line names the columns")
    rows = []
    for line, row in records:
        try:
            rows.append((line, row, float(row["score"])))
        except ValueError:
            raise InputError(f"score {row['score']!r} is not a number", where=path, line=line) from None
    if not rows:
        raise InputError("holds no score", where=path)
    return rows


def _name(exam: Exam, of: str) -> str:
    return exam.name if of == "score" else f"{exam.name}, {exam.section_named(of).name}"


def _about(p: Percentile) -> str:
    told = (
        f"percent {p.percentile_definition.replace('_', ' ')}"
        if p.percentile_definition != "range"
        else "percent below to at or below"
    )
    marks = [
        word
        for word, on in (
            ("reported first", p.default),
            ("between rows", p.interpolated),
            ("outside the table", p.extrapolated),
            ("bounds only", p.bounded),
        )
        if on
    ]
    return "; ".join([told, p.status, f"year {p.year}", *marks])
