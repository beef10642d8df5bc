"""Pass counts from a CSV file: one model and problem a row, with the tries `n` and the solved ones `c`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from exams.errors import InputError
from scoring.forecasts.pass_counts import PassCounts
from scoring.forecasts.read_points import COMPUTE, MODEL, leave_out
from scoring.forecasts.table_file import read_table

PROBLEM = ("problem", "task", "question")
TRIES = ("n", "samples", "tries")
SOLVED = ("c", "solved", "correct", "passed")


def read_counts(
    path: Path, compute_column: str | None = None, without: Sequence[str] = ()
) -> tuple[PassCounts, list[str]]:
    """The counts of models in order of compute, over the problems that all of them tried; notes say what was left out.

    InputError for a pair that occurs twice, a model of two computes, counts that are no whole numbers.
    """
    table, notes = leave_out(read_table(path), without)
    columns = [
        table.need(MODEL, ""),
        table.need([n for n in COMPUTE if n != "c"], "--compute-column", wanted=compute_column),
    ]
    columns += [table.need(names, "") for names in (PROBLEM, TRIES, SOLVED)]
    model, compute, problem, tries, solved = columns
    of_model: dict[str, float] = {}
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for row, cells in enumerate(table.rows):
        name, question = cells[model], cells[problem]
        at, n, c = (table.number(row, column) for column in (compute, tries, solved))
        line = table.lines[row]
        if n != int(n) or c != int(c) or not 0 <= c <= n or n < 1:
            raise InputError(f"{c:g} of {n:g} tries solved", where=path, line=line, hint="whole numbers, 0 ≤ c ≤ n")
        if at <= 0 or of_model.setdefault(name, at) != at:
            raise InputError(f"model {name!r} has two amounts of compute, or none", where=path, line=line)
        if (name, question) in counts:
            raise InputError(f"model {name!r} occurs twice on problem {question!r}", where=path, line=line)
        counts[name, question] = int(c), int(n)
    models = sorted(of_model, key=lambda name: of_model[name])
    every = list(dict.fromkeys(question for _, question in counts))
    shared = [question for question in every if all((name, question) in counts for name in models)]
    if not shared:
        raise InputError("no problem was tried by all models", where=path, hint="give every model the same problems")
    if len(shared) < len(every):
        notes.append(f"{len(every) - len(shared)} of {len(every)} problems were not tried by all models: left out")
    grid = np.array([[counts[name, question] for question in shared] for name in models], dtype=np.int64)
    compute_of = np.array([of_model[name] for name in models])
    return PassCounts(tuple(models), compute_of, tuple(shared), grid[..., 0], grid[..., 1]), notes
