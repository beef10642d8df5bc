"""What `examsim people` writes into the folder beside the sheets: scores, norm, item statistics, IRW, all made anew."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from exams.files.atomic_write import write_text
from exams.files.json_records import write_json
from exams.form import Form
from examsim.people.class_result import PersonResult, Place, grades_of, norm_rows
from examsim.people.sheet import Sheet
from reports.escaping import one_line, spreadsheet

SCHEMA = "examsim.people/1"
NORM = "norm.csv"


def write_class(
    folder: Path, form: Form, sheets: Sequence[Sheet], results: Sequence[PersonResult], places: Sequence[Place]
) -> list[Path]:
    """`scores.csv`, `norm.csv` (taken away where nobody has a score), `irw.csv`, `people.json`; their paths."""
    written = [_table(folder / "scores.csv", ["id", "score", "share", "graded", "blank"], map(_row, results))]
    scores = [r.score for r in results if r.score is not None]
    if scores and len(scores) == len(results):
        rows = [(f"{score:g}", f"{percent:.4g}") for score, percent in norm_rows(scores)]
        written.append(_table(folder / NORM, ["score", "percentile"], rows))
    else:
        (folder / NORM).unlink(missing_ok=True)
    written.append(_table(folder / "irw.csv", ["id", "item", "resp"], _irw(form, sheets)))
    record = {
        "schema": SCHEMA,
        "form": form.id,
        "form_hash": form.content_hash,
        "people": len(results),
        "results": [asdict(r) for r in results],
        "models": [asdict(p) for p in places],
    }
    write_json(folder / "people.json", record)
    return [*written, folder / "people.json"]


def _row(result: PersonResult) -> tuple[object, ...]:
    score = "" if result.score is None else f"{result.score:g}"
    return spreadsheet(one_line(result.id, 200)), score, f"{result.share:.6g}", result.graded, result.blank


def _irw(form: Form, sheets: Iterable[Sheet]) -> list[tuple[object, ...]]:
    return [
        (spreadsheet(one_line(s.id, 200)), g.question, f"{g.points / g.max_points:g}")
        for s in sheets
        for g in grades_of(form, s)
        if g.points is not None
    ]


def _table(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    write_text(path, held.getvalue())
    return path
