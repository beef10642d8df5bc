"""Bars side by side with slanted names: Figure 4 of the GPT-4 report, where the page is wide enough for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, radians, sin

from reports.drawing import fonts
from reports.drawing.frame import Key, Size, Words, body_height, finished, head
from reports.drawing.palette import role_of
from reports.drawing.scene import Area, Line, Part, Scene, Text, box, level
from reports.row_charts.rows import Row, RowChart, Value

LEAST_EXAMS = 12  # fewer stand in rows, with their numbers
THIN, WIDE = 4.2, 12.0  # points for one bar, least and best
SLANT = 52.0  # degrees
STUB = 0.7


def columns_fit(chart: RowChart, size: Size) -> bool:
    """Whether every bar is thick enough to be seen and every slanted name has a line of its own."""
    if len(chart.rows) < LEAST_EXAMS or size.width < 400:
        return False
    slot = _room(chart, size)[1] / len(chart.rows)
    lanes = max(len(r.lanes) for r in chart.rows)
    return slot >= size.small * 1.25 / sin(radians(SLANT)) and slot * 0.76 / lanes >= THIN * size.type


def _room(chart: RowChart, size: Size) -> tuple[float, float]:
    """Where the axis begins, and its length: the first names reach beyond it to the left."""
    left = size.margin + fonts.width("median", size.small) + 4 * size.type
    lean = cos(radians(SLANT))
    for _ in range(3):
        slot = (size.width - size.margin - left) / len(chart.rows)
        reach = [fonts.width(n, size.name) * lean - (k + 0.5) * slot for k, n in enumerate(_names(chart, size))]
        left = max(left, size.margin + max(reach))
    return left, size.width - size.margin - left


def _names(chart: RowChart, size: Size) -> list[str]:
    return [fonts.middle_cut(r.name, 130 * size.type, size.name) for r in chart.rows]


def draw_columns(chart: RowChart, words: Words, size: Size, keys: Sequence[Key]) -> list[Scene]:
    """All exams on one page, from left to right."""
    parts, top = head(words, keys, size)
    names = _names(chart, size)
    below = max(fonts.width(n, size.name) for n in names) * sin(radians(SLANT)) + size.name * 1.6
    most = body_height(words, size, top) - below
    height = min(190 * size.type, max(110 * size.type, most))
    left, wide = _room(chart, size)
    top += size.small
    bottom = top + height
    for value, word in chart.axis.ticks:
        y = bottom - chart.axis.share(value) * height
        parts.append(level(left, left + wide, y, "faint" if value == chart.axis.line else "rule", 0.6))
        parts.append(Text(left - 4 * size.type, y + size.small * 0.36, word, size.small, "quiet", "end"))
    if chart.axis.line is not None and chart.axis.line_name:
        y = bottom - chart.axis.share(chart.axis.line) * height + size.small * 1.4
        parts.append(Text(left - 4 * size.type, y, "median", size.small, "quiet", "end"))
    slot = wide / len(chart.rows)
    for number, (row, name) in enumerate(zip(chart.rows, names, strict=True)):
        middle = left + (number + 0.5) * slot
        parts += _draw_exam(row, chart, middle, slot, (top, bottom), size)
        x, y = middle + size.name * 0.3, bottom + size.name * 1.1
        parts.append(Text(x, y, name, size.name, anchor="end", angle=SLANT))
    return [finished(words, parts, bottom + below, size)]


def _draw_exam(
    row: Row, chart: RowChart, middle: float, slot: float, ends: tuple[float, float], size: Size
) -> list[Part]:
    parts: list[Part] = []
    lanes = max(1, len(row.lanes))
    lane = min(WIDE * size.type, slot * 0.76 / lanes)
    top, bottom = ends
    height = bottom - top

    def y_of(value: float) -> float:
        return bottom - chart.axis.share(value) * height

    for number, values in enumerate(row.lanes):
        x = middle + (number - (lanes - 1) / 2) * lane
        thick = lane * 0.86
        for value in values:
            if value.at is not None:
                y = min(y_of(value.at), bottom - STUB)
                bar = box(x - thick / 2, y, thick, bottom - y, value.role or role_of(value.series))
                parts.append(Area(bar.points, bar.role, 1.0, {**value.data, "kind": "value"}, value.title))
        inside = min((y_of(v.at) for v in values if v.at is not None), default=bottom)
        for place, value in enumerate(values):
            shift = 0.0 if len(values) == 1 else (place - (len(values) - 1) / 2) * lane * 0.4
            parts += _interval(value, x + shift, y_of, inside, size)
    for at, role, what in row.behind:
        data = {"kind": "reference", "name": what}
        across = lanes * lane / 2 + 1
        parts.append(Line(((middle - across, y_of(at)), (middle + across, y_of(at))), role, 1.0, (), 1.0, data))
    return parts


def _interval(value: Value, x: float, y_of: Callable[[float], float], inside: float, size: Size) -> list[Part]:
    if value.at is None or value.thin is None:
        return []
    low, high = y_of(value.thin[0]), y_of(value.thin[1])
    pieces = [(low, max(high, inside), "paper"), (min(low, inside), high, "ink")]
    data = {**value.data, "kind": "interval"}
    return [
        Line(((x, start), (x, end)), role, 0.7 * size.type, (), 1.0, data)
        for start, end, role in pieces
        if end < start or (low == high and role == "ink")
    ]
