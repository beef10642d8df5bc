"""One printed number, the computed one beside it, and how they compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from scoring.replay.published import table

Verdict = Literal[
    "match",  # computed from counts and independent tables, and equal at the printed precision
    "leaning",  # equal, but leaning on the report: a chart picked to fit, points fitted, a claim restating it
    "own figure",  # equal by construction: a chart anchored on this very figure
    "no match",  # computed, and different
    "not computable",  # nothing is known that it could be computed from
]

Kind = Literal[
    "round trip",  # a printed percent → the count fitted to it → the same percent
    "empty",  # N/A, or a share of nothing: equal by construction
    "arithmetic",  # counts put through a published formula, or a share of counts: no table is touched
    "table",  # needs a conversion from raw to scaled, a population, or an order by populations
]


@dataclass(frozen=True)
class Cell:
    """`how`: scale or norm that gives the match. `why`: reason of anything but a match.

    kind: what an agreement shows. own_run: whether the tables that a user's own run would have got give it too.
    """

    table: str
    row: str
    column: str
    printed: str
    computed: str
    verdict: Verdict
    how: str = ""
    why: str = ""
    kind: Kind = "table"
    own_run: bool = False

    @property
    def needs_table(self) -> bool:
        """Whether it is a value that needs a conversion or a population; places in an order are not counted twice."""
        return self.kind == "table" and self.column != "place"

    @property
    def agrees(self) -> bool:
        """Computed and equal as printed, though it may lean on the report."""
        return self.verdict in ("match", "leaning")


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
