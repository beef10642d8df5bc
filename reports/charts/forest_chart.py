"""Two models over many exams as a forest plot: a row an exam with its difference and interval, both means below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.foot import Facts, dated
from reports.drawing.frame import Size, Words
from reports.row_charts.drawn import Drawn
from reports.row_charts.row_layout import draw_rows
from reports.row_charts.rows import Axis, Row, RowChart, Value
from reports.row_charts.vega_lite import row_spec
from reports.score_text import signed


@dataclass(frozen=True)
class ForestRow:
    """A name, the difference in percentage points with its 95 % interval, and whether it is a mean of the others."""

    name: str
    difference: float
    low: float
    high: float
    overall: bool = False


def draw_forest(
    rows: Sequence[ForestRow], first: str, second: str, title: str, size: Size, facts: Facts | None = None
) -> Drawn:
    """Right of the line: `second` is better. The axis reaches as far as the widest interval, at least 5 points."""
    reach = max(5.0, *(abs(v) for r in rows for v in (r.low, r.high) if math.isfinite(v)))
    step = next(s for s in (5, 10, 20, 25, 50, 100) if reach <= 2 * s or s == 100)
    end = min(100.0, step * math.ceil(reach / step))
    ticks = tuple((v, signed(v, 0)) for v in (-end, -end / 2, 0.0, end / 2, end))
    axis = Axis(-end, end, ticks, line=0.0, line_name="no difference")
    drawn = tuple(
        Row(
            row.name,
            (
                (
                    Value(
                        0,
                        row.difference,
                        thin=(row.low, row.high) if math.isfinite(row.low) else None,
                        number=signed(row.difference),
                        hollow=row.overall,
                        data={"series": f"{second} − {first}"},
                        title=f"{row.name}: {signed(row.difference)} ({signed(row.low)} to {signed(row.high)})",
                    ),
                ),
            ),
        )
        for row in rows
    )
    chart = RowChart(drawn, (f"{second} − {first}",), axis)
    subtitle = f"Percentage points, {second} − {first} · thin line = 95 % interval, paired · hollow = means over all"
    words = Words(title, subtitle, (dated(facts or Facts()),))
    return Drawn(draw_rows(chart, words, size), row_spec(chart, words))
