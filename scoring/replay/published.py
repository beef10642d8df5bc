"""The published tables as data: `exams/catalogue/gpt4-report/`, cells as printed, counts derived from percentages."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from exams.errors import InputError
from exams.files.exam_folder import shipped_folder
from scoring.sittings import Block

Row = dict[str, str]
NA = "N/A"


def table(name: str) -> list[Row]:
    """Rows of one of the tables. InputError if it does not ship or a row does not fit its header."""
    path = _folder() / f"{name}.csv"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None
    rows = list(csv.DictReader(text.splitlines()))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values() or not row.get("source"):
            raise InputError("the row does not fit the header, or names no source", where=path, line=number)
    return rows


@dataclass(frozen=True)
class Counted:
    """A row of Table 10 with the block of questions that gives its percentages; None where no counts are known."""

    printed: Row
    block: Block | None


def table10() -> list[Counted]:
    """All 49 rows. `flagged_max` and `clean_max` are numbers of questions where each is worth a point."""
    found = []
    for row in table("table10"):
        known = row["clean_max"] != ""
        found.append(Counted(row, _block(row) if known else None))
    return found


def _block(row: Row) -> Block:
    flagged = int(row["flagged"])
    return Block(
        section=row["section"],
        clean=int(row["questions"]) - flagged,
        clean_points=float(row["clean_points"]),
        clean_max=float(row["clean_max"]),
        flagged=flagged,
        flagged_points=float(row["flagged_points"]),
        flagged_max=float(row["flagged_max"]),
    )


def _folder() -> Path:
    return shipped_folder() / "gpt4-report"
