"""Read the tables an exam names: charts, cut points, norms. A wrong table is refused with its file and row."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from exams.errors import InputError
from exams.exam import Exam, Norm, Scale
from exams.files.csv_records import csv_records
from exams.files.inside import inside

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Chart:
    """`x` rises strictly from 0; `y` never falls. Arrays of one length."""

    x: FloatArray
    y: FloatArray


@dataclass(frozen=True)
class NormRow:
    """Percentiles at one score, in percent; None where the cell is empty. `line` is the row in the file."""

    score: float
    low: float | None
    high: float | None
    line: int


def read_chart(exam: Exam, scale: Scale, out_of: float, limits: tuple[float, float]) -> Chart:
    """Read `raw,scaled` or `raw_low,raw_high,scaled`; scaled values must lie within `limits`."""
    path = _path(exam, scale.file)
    points: list[tuple[float, float]] = []
    for line, row in _rows(path, ("raw", "scaled"), ("raw_low", "raw_high", "scaled")):
        low = _number(row, "raw" if "raw" in row else "raw_low", path, line)
        high = low if "raw" in row else _number(row, "raw_high", path, line)
        scaled = _number(row, "scaled", path, line)
        _check_chart_row(points, low, high, scaled, scale.interpolate, limits, path, line)
        steps = [low] if scale.interpolate else [low + i for i in range(int(high - low) + 1)]
        points += [(step, scaled) for step in steps]
        if points[-1][0] > out_of:
            raise InputError(f"raw {high:g} is more than the {out_of:g} there are", where=path, line=line)
    if not points or points[-1][0] < out_of:
        last = f"{points[-1][0]:g}" if points else "nothing"
        raise InputError(f"the chart ends at {last}, not at {out_of:g}", where=path, hint="add the missing rows")
    return Chart(*(np.array(column, dtype=float) for column in zip(*points, strict=True)))


def read_cut_points(exam: Exam, scale: Scale, out_of: float, limits: tuple[float, float]) -> Chart:
    """Read `min,score`: the least composite that earns each score. The first row's `min` is 0."""
    path = _path(exam, scale.file)
    points: list[tuple[float, float]] = []
    for line, row in _rows(path, ("min", "score")):
        least, score = _number(row, "min", path, line), _number(row, "score", path, line)
        if not points and least != 0:
            raise InputError(f"starts at {least:g}, not at 0", where=path, line=line, hint="add the lowest score")
        if points and (least <= points[-1][0] or score <= points[-1][1]):
            raise InputError("min and score must both rise from row to row", where=path, line=line)
        if least > out_of:
            raise InputError(f"min {least:g} is more than the {out_of:g} there are", where=path, line=line)
        _within(score, limits, "score", path, line)
        points.append((least, score))
    if not points:
        raise InputError("holds no row", where=path)
    return Chart(*(np.array(column, dtype=float) for column in zip(*points, strict=True)))


def read_norm(exam: Exam, norm: Norm, limits: tuple[float, float]) -> tuple[NormRow, ...]:
    """Read `score,percentile` or `score,low,high`, ascending by score; scores must lie within `limits`."""
    path = inside(norm.folder_within(exam.folder), norm.file, where=exam.folder / "exam.toml")
    rows: list[NormRow] = []
    for line, row in _rows(path, ("score", "percentile"), ("score", "low", "high")):
        score = _number(row, "score", path, line)
        if "percentile" in row:
            low, high = percentile_cell(row["percentile"], path, line)
        else:
            low, high = (percentile_cell(row[name], path, line)[i] for i, name in enumerate(("low", "high")))
        _within(score, limits, "score", path, line)
        _check_norm_row(rows, NormRow(score, low, high, line), path)
        rows.append(NormRow(score, low, high, line))
    if not rows:
        raise InputError("holds no row", where=path)
    return tuple(rows)


def percentile_cell(text: str, path: Path, line: int) -> tuple[float | None, float | None]:
    """Bounds in percent: '88' → (88, 88), '<5' and '5-' → (0, 5), '>99' and '99+' → (99, 100), '' → (None, None)."""
    text = text.strip()
    if not text:
        return None, None
    below, above = text.startswith("<") or text.endswith("-"), text.startswith(">") or text.endswith("+")
    value = _float(text.strip("<>+- "), "percentile", path, line)
    if not 0 <= value <= 100:
        raise InputError(f"percentile {text} is outside 0 to 100", where=path, line=line)
    return (0.0 if below else value), (100.0 if above else value)


def _check_chart_row(
    points: list[tuple[float, float]],
    low: float,
    high: float,
    scaled: float,
    sparse: bool,
    limits: tuple[float, float],
    path: Path,
    line: int,
) -> None:
    if not sparse and (low != int(low) or high != int(high)):
        raise InputError("raw scores of a chart are whole numbers", where=path, line=line)
    if high < low:
        raise InputError(f"raw_low {low:g} is more than raw_high {high:g}", where=path, line=line)
    expected = points[-1][0] + 1 if points else 0.0
    if points and low <= points[-1][0]:
        raise InputError(f"raw {low:g} does not rise", where=path, line=line, hint="list each raw score once, upwards")
    if low != expected and (not sparse or not points):
        raise InputError(f"raw {low:g} follows a gap: {expected:g} is missing", where=path, line=line)
    if points and scaled < points[-1][1]:
        raise InputError(f"scaled falls from {points[-1][1]:g} to {scaled:g}", where=path, line=line)
    _within(scaled, limits, "scaled", path, line)


def _check_norm_row(rows: list[NormRow], row: NormRow, path: Path) -> None:
    if row.low is not None and row.high is not None and row.low > row.high:
        raise InputError(f"low {row.low:g} is more than high {row.high:g}", where=path, line=row.line)
    if not rows:
        return
    if row.score <= rows[-1].score:
        raise InputError(f"score {row.score:g} does not rise", where=path, line=row.line, hint="list scores upwards")
    bounds: tuple[Callable[[NormRow], float | None], ...] = (lambda r: r.low, lambda r: r.high)
    for bound in bounds:
        value = bound(row)
        known = [b for r in rows if (b := bound(r)) is not None]
        if value is not None and known and value < known[-1]:
            raise InputError(f"percentile falls from {known[-1]:g} to {value:g}", where=path, line=row.line)


def _path(exam: Exam, file: str | None) -> Path:
    if file is None:
        raise InputError("a chart, cut-point or norm table names no file", where=exam.folder / "exam.toml")
    return inside(exam.folder, file, where=exam.folder / "exam.toml")


def _rows(path: Path, *headers: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    names, records = csv_records(path)
    if not any(set(header) <= set(names) for header in headers):
        wanted = " or ".join(",".join(header) for header in headers)
        raise InputError(f"the columns are {','.join(names) or 'missing'}", where=path, line=1, hint=f"use {wanted}")
    yield from records


def _number(row: dict[str, str], name: str, path: Path, line: int) -> float:
    return _float(row[name].strip(), name, path, line)


def _float(text: str, name: str, path: Path, line: int) -> float:
    try:
        value = float(text)
    except ValueError:
        raise InputError(f"{name} {text!r} is not a number", where=path, line=line) from None
    if not math.isfinite(value):
        raise InputError(f"{name} {text!r} is not a number", where=path, line=line)
    return value


def _within(value: float, limits: tuple[float, float], name: str, path: Path, line: int) -> None:
    if not limits[0] <= value <= limits[1]:
        raise InputError(f"{name} {value:g} is outside {limits[0]:g} to {limits[1]:g}", where=path, line=line)
