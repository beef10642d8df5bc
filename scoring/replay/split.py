"""What the replay's agreements show: most of them are arithmetic, and only some touch a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.replay.cell import Cell, tally
from scoring.replay.sittings import DEFAULT


@dataclass(frozen=True)
class Split:
    """Counts of cells. `agree` = round_trips + empty + arithmetic + table, `leaning` of them leaning on the report.

    needing: cells that need a conversion or a population; of them `needing_agree` agree, `needing_leaning` of these
    leaning on the report, and `own_run` with the tables that a user's own run would have got.
    """

    cells: int
    agree: int
    leaning: int
    round_trips: int
    empty: int
    arithmetic: int
    table: int
    needing: int
    needing_agree: int
    needing_leaning: int
    own_run: int
    other_scale: int
    by_construction: int
    differ: int
    not_computable: int

    def lines(self) -> Iterator[str]:
        """The split as the command prints it."""
        yield f"{self.agree} of {self.cells} cells agree with the print. What that shows:"
        yield f"  {self.round_trips} are round trips: a printed percent, the count fitted to it, the same percent"
        yield f"  {self.empty} are empty by construction: N/A, or a share of nothing"
        yield f"  {self.arithmetic} are arithmetic on counts: shares, differences, published formulas"
        yield f"  {self.table} touch a table: a conversion, a population, an order by populations"
        yield f"{self.leaning} of them lean on the report itself (≈)"
        yield (
            f"Of the {self.needing} cells that need a conversion or a population {self.needing_agree} agree "
            f"({self.needing_leaning} of these ≈), {self.own_run} with the tables a user's own run gets"
        )
        yield f"  ({self.other_scale} scores by a published scale other than the default)"
        yield f"{self.by_construction} more are equal by construction (○) and count for nothing"
        yield f"{self.differ} differ; {self.not_computable} cannot be computed; reasons are printed above"


def split_of(cells: Sequence[Cell]) -> Split:
    """Count the cells of a replay."""
    counts, agree = tally(cells), [c for c in cells if c.agrees]
    kinds = {kind: sum(c.kind == kind for c in agree) for kind in ("round trip", "empty", "arithmetic", "table")}
    needing = [c for c in cells if c.needs_table]
    scores = [c for c in agree if c.table in ("Table 1", "Table 9") and c.how]
    return Split(
        cells=len(cells),
        agree=len(agree),
        leaning=counts["leaning"],
        round_trips=kinds["round trip"],
        empty=kinds["empty"],
        arithmetic=kinds["arithmetic"],
        table=kinds["table"],
        needing=len(needing),
        needing_agree=sum(c.agrees for c in needing),
        needing_leaning=sum(c.verdict == "leaning" for c in needing),
        own_run=sum(c.own_run for c in needing),
        other_scale=sum(c.how != DEFAULT for c in scores),
        by_construction=counts["own figure"],
        differ=counts["no match"],
        not_computable=counts["not computable"],
    )
