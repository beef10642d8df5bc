"""All cells of the replay."""

from __future__ import annotations

from scoring.replay.cell import Cell, with_reasons
from scoring.replay.figure4_cells import figure4_cells
from scoring.replay.percentile_cells import percentile_cells
from scoring.replay.score_cells import table1_cells, table9_cells, table10_cells
from scoring.replay.table8_cells import table8_cells


def replay() -> list[Cell]:
    """Recompute Tables 1, 8, 9, 10, their percentiles and Figure 4; each number beside the printed one."""
    return with_reasons(
        [
            *table1_cells(),
            *percentile_cells(),
            *table8_cells(),
            *table9_cells(),
            *table10_cells(),
            *figure4_cells(),
        ]
    )
