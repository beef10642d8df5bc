"""Points of a scaling study from a CSV file: one model a row, columns found by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exams.errors import InputError
from scoring.forecasts.points import Floats, Points
from scoring.forecasts.table_file import TableFile, read_table

MODEL = ("model", "run", "name")
COMPUTE = ("compute", "flops", "flop", "training_flops", "training flop", "c")
LOSS = ("loss", "xent", "cross_entropy", "bits_per_word", "bits_per_byte", "bpb")
ACCURACY = ("accuracy", "acc", "score", "share")
PARAMS = ("params", "parameters", "n_params", "model size")
TOKENS = ("tokens", "training_tokens", "n_tokens")
DATA = ("data", "dataset", "corpus", "training_data")
TOKENIZER = ("tokenizer",)
BYTES = ("bytes_per_token",)


@dataclass(frozen=True)
class Columns:
    """Columns a user names instead of the usual ones."""

    compute: str | None = None
    loss: str | None = None
    accuracy: str | None = None


def read_points(
    path: Path,
    named: Columns = Columns(),
    *,
    need_loss: bool = True,
    need_accuracy: bool = False,
    per_byte: bool = False,
    without: Sequence[str] = (),
) -> tuple[Points, list[str]]:
    """The points in order of compute, and notes on what was assumed or left out.

    `per_byte` turns nats per token into bits per byte by a column bytes_per_token. Where params are given and tokens
    are not, tokens = compute ÷ (6 · params) is taken (and noted).
    """
    table = read_table(path)
    table, notes = leave_out(table, without)
    compute = _numbers(table, table.need(COMPUTE, "--compute-column", wanted=named.compute))
    loss_column = table.need(LOSS, "--loss-column", wanted=named.loss) if need_loss else None
    accuracy_column = table.need(ACCURACY, "--accuracy-column", wanted=named.accuracy) if need_accuracy else None
    loss = _numbers(table, loss_column) if loss_column else None
    unit = {"bits_per_word": "bits per word", "bits_per_byte": "bits per byte", "bpb": "bits per byte"}.get(
        loss_column or "", ""
    )
    if per_byte and loss is not None:
        loss, unit = loss / np.log(2) / _numbers(table, table.need(BYTES, "")), "bits per byte"
        notes.append("loss per token was turned into bits per byte by bytes_per_token")
    params, tokens = _optional(table, PARAMS), _optional(table, TOKENS)
    if params is not None and tokens is None:
        tokens = compute / (6 * params)
        notes.append("tokens were not given: compute ÷ (6 · params) was taken")
    points = Points(
        models=tuple(model_names(table)),
        compute=compute,
        loss=loss,
        accuracy=_numbers(table, accuracy_column) if accuracy_column else None,
        params=params,
        tokens=tokens,
        data=_texts(table, DATA),
        tokenizers=_texts(table, TOKENIZER),
        loss_unit=unit,
    )
    return points.by_compute(), notes


def model_names(table: TableFile) -> list[str]:
    """The models of a table, or the lines they are on where it has no such column."""
    name = table.column(MODEL)
    return [row[name] if name else f"line {line}" for row, line in zip(table.rows, table.lines, strict=True)]


def leave_out(table: TableFile, without: Sequence[str]) -> tuple[TableFile, list[str]]:
    """The table without the rows of these models, and a note that says so. InputError for one that is not there."""
    if not without:
        return table, []
    names = model_names(table)
    present = set(names)
    for missing in without:
        if missing not in present:
            raise InputError(f"no model {missing!r} to leave out", where=table.path)
    kept = [i for i, row in enumerate(names) if row not in without]
    rows, lines = tuple(table.rows[i] for i in kept), tuple(table.lines[i] for i in kept)
    left = f"left out by hand: {', '.join(without)} ({len(table.rows) - len(kept)} rows)"
    return TableFile(table.path, table.columns, rows, lines), [left]


def _numbers(table: TableFile, column: str) -> Floats:
    values = np.array([table.number(i, column) for i in range(len(table.rows))])
    for row, value in enumerate(values):
        if value < 0 or (value == 0 and column not in ACCURACY):
            raise InputError(f"{column} is {value:g}", where=table.path, line=table.lines[row], hint="it is above 0")
    return values


def _optional(table: TableFile, names: Sequence[str]) -> Floats | None:
    column = table.column(names)
    return _numbers(table, column) if column else None


def _texts(table: TableFile, names: Sequence[str]) -> tuple[str, ...] | None:
    column = table.column(names)
    return tuple(row[column] for row in table.rows) if column else None
