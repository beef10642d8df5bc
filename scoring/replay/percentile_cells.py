"""Every score-percentile pair that Tables 1 and 9 print, from the norm tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exams.exam import Exam
from scoring.replay.cell import Cell
from scoring.replay.published import NA, table
from scoring.replay.sittings import OWN, exam_of
from scoring.scales.percentile import norm_tables, percentiles
from scoring.scales.rounding import half_even
from scoring.types import Percentile

PAIRS = (
    ("table1", ("gpt4", "gpt4_novision", "gpt35")),
    ("table9", ("novision", "novision_clean", "gpt4", "gpt4_clean")),
)


def percentile_cells() -> Iterator[Cell]:
    """One cell per distinct pair. The default population first, then others of the time, the report's own pair last."""
    for name, exam_id, score, printed in _pairs():
        exam = exam_of(exam_id)
        rows = percentiles(norm_tables(exam), float(score))
        column = f"{score} → {printed}"
        if not rows:
            yield Cell("Percentiles", name, column, printed, "", "not computable", why="no norm is known")
            continue
        yield _cell(exam, name, column, printed, rows)


def _pairs() -> Iterator[tuple[str, str, str, str]]:
    names = {row["exam"]: row["name"] for row in table("table1")}
    seen = set()
    for file, columns in PAIRS:
        for row in table(file):
            for column in columns:
                score, printed = row[f"{column}_score"], row[f"{column}_percentile"]
                if score != NA and printed and (row["exam"], score) not in seen:
                    seen.add((row["exam"], score))
                    yield names[row["exam"]], row["exam"], score, printed


def _cell(exam: Exam, name: str, column: str, printed: str, rows: tuple[Percentile, ...]) -> Cell:
    independent = [p for p in rows if _of_the_time(exam, p) and p.norm != OWN and not _recalled(exam, p)]
    borrowed = [p for p in rows if p.norm == OWN or _recalled(exam, p)]
    first = (independent or borrowed or list(rows))[0]
    for row in independent:
        if _agrees(row, printed):
            return Cell("Percentiles", name, column, printed, _told(row), "match", row.norm)
    for row in borrowed:
        if _agrees(row, printed):
            return Cell("Percentiles", name, column, printed, _told(row), "own figure", row.norm, _closest(first))
    return Cell("Percentiles", name, column, printed, _told(first), "no match", why=_closest(first))


def _closest(row: Percentile) -> str:
    return f"{row.population}: {_told(row)}" if row.norm != OWN else "no table of the population was found"


def _of_the_time(exam: Exam, row: Percentile) -> bool:
    """Tables that the report could have used: for AP its own edition, 2022; else none from after March 2023."""
    years = [int(y) for y in re.findall(r"\d{4}", row.year)]
    if exam.family == "ap":
        return years == [2022]
    return exam.id in ("ube", "codeforces") or (bool(years) and min(years) <= 2022)


def _recalled(exam: Exam, row: Percentile) -> bool:
    provenance = next(n.provenance for n in exam.norm if n.id == row.norm)
    return provenance.seen.startswith("memory")


def _told(row: Percentile) -> str:
    if row.low is None or row.high is None:
        return "unknown"
    low, high = (f"{half_even(v):g}" for v in (row.low, row.high))
    return f"{low}-{high}" if row.convention == "range" or low != high else low


def _agrees(row: Percentile, printed: str) -> bool:
    if printed.startswith("<"):
        return row.high is not None and row.high <= float(printed[1:])
    return _told(row) == printed
