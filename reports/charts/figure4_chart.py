"""Figure 4 of the GPT-4 report: the printed height of each exam's bar with the recomputed one beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.drawing.frame import SIZES, WidthName, Words
from reports.drawing.picture_files import FORMATS, Format, write_picture
from reports.row_charts.row_layout import draw_rows
from reports.row_charts.rows import PERCENTILE_AXIS, Row, RowChart, Value
from reports.score_text import number

NEAR = 0.5  # percentiles: printed whole, so that half of one is the same
SUBTITLE = "Percentile of GPT-4, lower bound · upper bar = printed, lower bar = recomputed with the tables of its time"
FOOT = (
    "≈ leans on the report itself, ○ equal by construction, ? no table knows it. Published counts went the ordinary "
    "way from points to a percentile."
)


@dataclass(frozen=True)
class PrintedBar:
    """One exam: heights in percent, None where nothing was printed or nothing could be computed."""

    label: str
    printed: float | None
    computed: float | None
    mark: str = ""


def draw_figure4(
    bars: Sequence[PrintedBar], out: Path, *, width: WidthName = "page", formats: Sequence[Format] = FORMATS
) -> list[Path]:
    """Draw the bars in the order given and write `out` with each format's suffix; returns the paths."""
    words = Words(_finding(bars), SUBTITLE, (FOOT,))
    chart = RowChart(tuple(map(_row, bars)), ("printed in the report", "recomputed"), PERCENTILE_AXIS, "bar")
    return write_picture(draw_rows(chart, words, SIZES[width]), out, formats)


def _finding(bars: Sequence[PrintedBar]) -> str:
    both = [(b, b.printed - b.computed) for b in bars if b.printed is not None and b.computed is not None]
    same = [bar for bar, apart in both if abs(apart) <= NEAR]
    built = sum(bar.mark == "○" for bar in same)
    inside = f", {built} of them by construction" if built else ""
    return f"Figure 4 of the GPT-4 report: {len(same)} of {len(bars)} bars recomputed to the printed height{inside}"


def _row(bar: PrintedBar) -> Row:
    return Row(bar.label, ((_value(0, bar.printed, "", bar),), (_value(1, bar.computed, bar.mark, bar),)))


def _value(series: int, height: float | None, mark: str, bar: PrintedBar) -> Value:
    data = {"exam": bar.label, "series": ("printed", "recomputed")[series]}
    if height is None:
        return Value(series, None, text="?", data=data)
    said = f"{number(height)}{f' {mark}' if mark else ''}"
    return Value(series, height, number=said, data=data, title=f"{bar.label}: {said}")
