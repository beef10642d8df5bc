"""Every score-percentile pair that Tables 1 and 9 print, from the norm tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exams.claim import Claim
from exams.exam import Exam
from exams.files.claim_file import read_claims
from scoring.replay.cell import Cell
from scoring.replay.published import NA, table
from scoring.replay.sittings import AS_OF, exam_of
from scoring.scales.percentile import choose_norm, norm_tables, percentiles
from scoring.scales.rounding import half_even
from scoring.types import Percentile

PAIRS = (
    ("table1", ("gpt4", "gpt4_novision", "gpt35")),
    ("table9", ("novision", "novision_clean", "gpt4", "gpt4_clean")),
)


def percentile_cells() -> Iterator[Cell]:
    """One cell per distinct pair. The population a user is told first as of 2023, then others of the time."""
    for name, exam_id, score, printed in _pairs():
        exam = exam_of(exam_id)
        tables = norm_tables(exam)
        rows = percentiles(tables, float(score), chosen=choose_norm(tables, None, AS_OF))
        rows = tuple(sorted(rows, key=lambda p: not p.default))
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
    known = [p for p in rows if p.low is not None and not p.bounded]
    independent = [p for p in known if _of_the_time(exam, p)]
    for row in independent:
        if _agrees(row, printed):
            return Cell(
                "Percentiles", name, column, printed, _format_percentile(row), "match", row.norm, own_run=row.default
            )
    restated = _restated(exam.id, float(column.split()[0]), printed)
    if restated is not None:
        return Cell("Percentiles", name, column, printed, printed, "leaning", restated.id, _restating(restated))
    if not independent:
        return Cell("Percentiles", name, column, printed, "", "not computable", why=_nothing(rows))
    return Cell(
        "Percentiles",
        name,
        column,
        printed,
        _format_percentile(independent[0]),
        "no match",
        why=_closest(independent[0]),
    )


def _restated(exam: str, score: float, printed: str) -> Claim | None:
    """A claim of others that says the same of the same score: no table, and perhaps only the report restated."""
    others = (c for c in read_claims() if not c.id.startswith("gpt-4-report") and c.exam == exam and c.score == score)
    return next((c for c in others if c.percentile.replace("–", "-") == printed), None)


def _restating(claim: Claim) -> str:
    return f"a claim, not a table: {claim.by} {claim.said}, {claim.among}; {claim.missing}"


def _nothing(rows: tuple[Percentile, ...]) -> str:
    if any(p.low is not None and not p.bounded for p in rows):
        return "no table of the time was found, only later ones"
    return "no table of the population was found that knows this score"


def _closest(row: Percentile) -> str:
    return f"{row.group}, {row.period}: {_format_percentile(row)}"


def _of_the_time(exam: Exam, row: Percentile) -> bool:
    """Tables that the report could have used: for AP its own edition, 2022; else none from after March 2023."""
    years = [int(y) for y in re.findall(r"\d{4}", row.year)]
    if exam.family == "ap":
        return years == [2022]
    return exam.id in ("ube", "codeforces") or (bool(years) and min(years) <= 2022)


def _format_percentile(row: Percentile) -> str:
    if row.low is None or row.high is None:
        return "unknown"
    low, high = (f"{half_even(v):g}" for v in (row.low, row.high))
    return f"{low}-{high}" if row.percentile_definition == "range" or low != high else low


def _agrees(row: Percentile, printed: str) -> bool:
    if printed.startswith("<"):
        return row.high is not None and row.high <= float(printed[1:])
    return _format_percentile(row) == printed
