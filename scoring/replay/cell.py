"""One printed number, the computed one beside it, and how they compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from scoring.replay.published import table

Verdict = Literal[
    "match",  # computed from counts and independent tables, and equal at the printed precision
    "own figure",  # equal, but by a pair or anchor that the report itself gives, or by a row recalled from memory
    "no match",  # computed, and different
    "not computable",  # nothing is known that it could be computed from
]


@dataclass(frozen=True)
class Cell:
    """`how`: scale or norm that gives the match. `why`: reason of anything but a match."""

    table: str
    row: str
    column: str
    printed: str
    computed: str
    verdict: Verdict
    how: str = ""
    why: str = ""


def with_reasons(cells: Iterable[Cell]) -> list[Cell]:
    """Cells that do not match get the reason on record (`reasons.csv`), if there is one."""
    known = {(r["table"], r["row"], r["column"]): r["why"] for r in table("reasons")}
    found = []
    for cell in cells:
        why = known.get((cell.table, cell.row, cell.column)) or known.get((cell.table, cell.row, "*")) or cell.why
        found.append(cell if cell.verdict == "match" else replace(cell, why=why))
    return found


def tally(cells: Iterable[Cell]) -> Counter[str]:
    """How many cells have which verdict."""
    return Counter(cell.verdict for cell in cells)
