"""Points of a study from runs: one benchmark, several models, and their training compute from a file."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from exams.errors import InputError
from exams.files.atomic_write import write_text
from reports.run_folder import Run, read_run
from scoring.forecasts.read_points import COMPUTE, MODEL
from scoring.forecasts.table_file import TableFile, read_table


def collect(folders: Sequence[Path], compute: Path, out: Path) -> tuple[list[Path], list[str]]:
    """Write `out` (one row a model) and `<out>_counts.csv` (one a model and question); the paths, and notes.

    Several runs of one model are so many tries of each question. A question is solved with full points. Other columns
    of the compute file (loss, params, tokens …) are carried over. InputError for runs of two exams or forms, and for
    a model whose compute is not given.
    """
    runs = [read_run(folder) for folder in folders]
    if len({run.head.exam.id for run in runs}) > 1:
        named = ", ".join(sorted({run.head.exam.id for run in runs}))
        raise InputError(f"the runs are of several exams: {named}", hint="collect runs of one benchmark")
    if len({run.head.form.hash for run in runs}) > 1:
        raise InputError("the runs are of several forms of the exam", hint="collect runs of the same questions")
    table = read_table(compute)
    place = _places(table)
    by_model: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        by_model[run.head.model].append(run)
    missing = [model for model in by_model if model not in place]
    if missing:
        raise InputError(f"no compute is given for {missing[0]!r}", where=compute, hint="add a row model,compute")
    notes, totals, counts = [], [], []
    column = table.need(COMPUTE, "")
    kept = [c for c in table.columns if c not in (column, table.need(MODEL, ""), "accuracy", "questions")]
    for model, own in by_model.items():
        row = place[model]
        at = table.number(row, column)
        tries, solved = _counts(own)
        ungraded = sum(grade.points is None for run in own for grade in run.grades)
        if ungraded:
            notes.append(f"{model}: {ungraded} answers are not graded and count for nothing")
        points = [(g.points, g.max_points) for run in own for g in run.grades if g.points is not None]
        if not points:
            raise InputError(f"no answer of {model!r} is graded", hint="grade the run first")
        share = sum(p for p, _ in points) / sum(m for _, m in points)
        totals.append([model, f"{at:g}", f"{share:.6f}", str(len(tries)), *(table.rows[row][c] for c in kept)])
        counts += [[model, f"{at:g}", question, str(n), str(solved[question])] for question, n in tries.items()]
    if max(int(row[3]) for row in counts) == 1:
        notes.append("every question was tried once a model: pass rates of single questions are 0 or 1; sit more runs")
    unused = [table.rows[i][table.need(MODEL, "")] for m, i in place.items() if m not in by_model]
    if unused:
        notes.append(f"compute is given for {len(unused)} models without a run: {', '.join(unused[:5])}")
    paths = [out, out.with_name(f"{out.stem}_counts.csv")]
    _write(paths[0], ["model", "compute", "accuracy", "questions", *kept], totals)
    _write(paths[1], ["model", "compute", "problem", "n", "c"], counts)
    return paths, notes


def _places(table: TableFile) -> dict[str, int]:
    name, found = table.need(MODEL, ""), dict[str, int]()
    for row, cells in enumerate(table.rows):
        if found.setdefault(cells[name].strip(), row) != row:
            raise InputError(f"{cells[name]!r} occurs twice", where=table.path, line=table.lines[row])
    return found


def _counts(runs: Sequence[Run]) -> tuple[dict[str, int], dict[str, int]]:
    tries: dict[str, int] = defaultdict(int)
    solved: dict[str, int] = defaultdict(int)
    for run in runs:
        for grade in run.grades:
            if grade.points is not None:
                tries[grade.question] += 1
                solved[grade.question] += grade.points >= grade.max_points - 1e-9
    return tries, solved


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([header, *rows])
    write_text(path, text.getvalue())
