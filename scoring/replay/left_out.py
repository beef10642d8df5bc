"""Cells of Tables 1 and 9 that are not replayed: printed, but nothing is published that they could be computed from."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.replay.cell import Cell
from scoring.replay.published import table
from scoring.replay.sittings import no_vision

NO_GPT35 = "neither Table 8 nor Table 10 counts right answers of GPT-3.5"
NO_CLEAN = "Table 10 splits clean and flagged questions for the run with vision only"
LOWER_OF_TWO = "Table 1 prints the lower of full and clean, and the clean score of the run without vision has no counts"
NO_VISION = "no counts of the run without vision are published for every section"


def left_out_cells() -> list[Cell]:
    """Two columns of Table 1 and two of Table 9, less the scores without vision that Table 8 gives counts for."""
    return [*_table1(), *_table9()]


def _table1() -> Iterator[Cell]:
    for row in table("table1"):
        for column, name, why in (("gpt4_novision", "no vision", LOWER_OF_TWO), ("gpt35", "GPT-3.5", NO_GPT35)):
            yield Cell("Table 1", row["name"], name, row[f"{column}_score"], "", "not computable", why=why)


def _table9() -> Iterator[Cell]:
    for row in table("table9"):
        if row["exam"] not in no_vision():
            yield Cell("Table 9", row["name"], "no vision", row["novision_score"], "", "not computable", why=NO_VISION)
        clean = row["novision_clean_score"]
        yield Cell("Table 9", row["name"], "no vision, clean", clean, "", "not computable", why=NO_CLEAN)
