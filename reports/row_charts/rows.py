"""What a chart of rows holds: exams, topics or populations down, values across, with all that is uncertain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from reports.drawing.scene import Data

Span = tuple[float, float]
Style = Literal["mark", "bar"]


@dataclass(frozen=True)
class Value:
    """One series in one row. `thick` is what a grade or scale leaves open, `thin` the interval, both on the axis.

    `number` is printed at the right (`text` in the row where there is no value); `role` overrides the series' colour.
    """

    series: int
    at: float | None
    thick: Span | None = None
    thin: Span | None = None
    number: str = ""
    text: str = ""
    hollow: bool = False
    role: str = ""
    data: Data = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True)
class Row:
    """A name and its lanes from the top down; the values of one lane lie over each other, joined if `joined`.

    `behind` are grey ticks of reference values: (value on the axis, role, what it is).
    """

    name: str
    lanes: tuple[tuple[Value, ...], ...]
    joined: bool = False
    behind: tuple[tuple[float, str, str], ...] = ()
    note: str = ""

    @property
    def values(self) -> tuple[Value, ...]:
        """All values of the row."""
        return tuple(v for lane in self.lanes for v in lane)


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`; ticks with their words; `line` is drawn through all rows and named."""

    low: float = 0.0
    high: float = 100.0
    ticks: tuple[tuple[float, str], ...] = ((0, "0"), (25, "25"), (50, "50"), (75, "75"), (100, "100"))
    line: float | None = None
    line_name: str = ""

    def share(self, value: float) -> float:
        """Where a value stands, 0 at the left to 1 at the right end; beyond the ends it is at them."""
        return min(1.0, max(0.0, (value - self.low) / ((self.high - self.low) or 1.0)))


PERCENTILE_AXIS = Axis(
    ticks=((0, "0"), (25, "25th"), (50, "50th"), (75, "75th"), (100, "100th")),
    line=50.0,
    line_name="median test taker",
)
PERCENT_AXIS = Axis(ticks=((0, "0 %"), (25, "25 %"), (50, "50 %"), (75, "75 %"), (100, "100 %")))


@dataclass(frozen=True)
class RowChart:
    """Rows, the names of their series, the axis, and whether values are bars from the left or marks."""

    rows: tuple[Row, ...]
    series: tuple[str, ...]
    axis: Axis
    style: Style = "mark"
    numbers: bool = True


def lanes_of(values: Sequence[Value], pairs: dict[int, int]) -> tuple[tuple[Value, ...], ...]:
    """A lane for each value, in order; a value whose series has a partner in `pairs` shares the partner's lane."""
    lanes: dict[int, list[Value]] = {}
    for value in values:
        lanes.setdefault(pairs.get(value.series, value.series), []).append(value)
    return tuple(tuple(sorted(lane, key=lambda v: -(v.at or 0.0))) for lane in lanes.values())
