"""One row of a chart: its lanes with interval, range, mark or bar, and the grey ticks of reference values."""

from __future__ import annotations

from collections.abc import Mapping

from reports.drawing.frame import Size
from reports.drawing.palette import role_of, shape_of
from reports.drawing.scene import Area, Line, Mark, Part, Text, box
from reports.row_charts.rows import Axis, Row, RowChart, Span, Value

STUB = 0.7  # points: a bar of 0 is drawn so long, to show that the exam was sat


def draw_row(
    row: Row,
    chart: RowChart,
    ends: Span,
    middle: float,
    lane: float,
    size: Size,
    *,
    only: int | None = None,
    alone: bool = False,
) -> list[Part]:
    """The parts of a row whose middle is at `middle`, on an axis between the x of `ends`.

    only: draw this series as itself and the others as grey marks behind it; `alone` without the others.
    """
    parts: list[Part] = []
    half = len(row.lanes) * lane / 2 if only is None else lane
    for value, role, what in row.behind:
        x = _x(value, chart.axis, ends)
        data = {"kind": "reference", "name": what}
        parts.append(Line(((x, middle - half - 1), (x, middle + half + 1)), role, 1.1 * size.type, (), 1.0, data))
    if only is not None and not alone:
        parts += [_grey(v, chart.axis, ends, middle, size) for v in row.values if v.series != only and v.at is not None]
    for number, values in enumerate(row.lanes):
        y = middle + (number - (len(row.lanes) - 1) / 2) * lane
        if only is not None:
            values, y = tuple(v for v in values if v.series == only), middle
        parts += _lane(values, chart, ends, y, lane, size, joined=row.joined)
    return parts


def _lane(
    values: tuple[Value, ...], chart: RowChart, ends: Span, y: float, lane: float, size: Size, *, joined: bool
) -> list[Part]:
    parts: list[Part] = []
    if joined and len(seen := [v for v in values if v.at is not None]) > 1:
        places = sorted(_x(v.at or 0.0, chart.axis, ends) for v in seen)
        parts.append(Line(((places[0], y), (places[-1], y)), "faint", 0.8 * size.type))
    shifts = _shifts(values, lane)
    if chart.style == "bar":
        parts += [_bar(v, chart.axis, ends, y, lane, size) for v in values if v.at is not None]
        inside = max((_bar_end(v.at, chart.axis, ends, size) for v in values if v.at is not None), default=ends[0])
        for value, shift in zip(values, shifts, strict=True):
            parts += _interval_on_bar(value, chart.axis, ends, y + shift, inside, size)
    else:
        for value, shift in zip(values, shifts, strict=True):
            parts += _spans(value, chart.axis, ends, y + (shift if joined else 0.0), size)
    if chart.style == "mark":
        parts += [_mark(v, chart.axis, ends, y, size) for v in values if v.at is not None]
    parts += [_absent(v, ends, y, size) for v in values if v.at is None and v.text]
    return parts


def _shifts(values: tuple[Value, ...], lane: float) -> list[float]:
    """How far each value's lines lie off the lane's middle, so that those of a shared lane do not cover each other."""
    lined = [v for v in values if v.thin is not None or v.thick is not None]
    if len(lined) < 2:
        return [0.0] * len(values)
    places = {id(v): (n - (len(lined) - 1) / 2) * lane * 0.36 for n, v in enumerate(lined)}
    return [places.get(id(v), 0.0) for v in values]


def _x(value: float, axis: Axis, ends: Span) -> float:
    return ends[0] + axis.share(value) * (ends[1] - ends[0])


def _role(value: Value) -> str:
    return value.role or role_of(value.series)


def _named(value: Value, kind: str) -> Mapping[str, str]:
    return {**value.data, "kind": kind}


def _spans(value: Value, axis: Axis, ends: Span, y: float, size: Size) -> list[Part]:
    """The thin line of the interval, and over it the thick one of the range."""
    parts: list[Part] = []
    for span, width, opacity, kind in ((value.thin, 0.7, 0.9, "interval"), (value.thick, 2.6, 0.5, "range")):
        if span is not None:
            line = ((_x(span[0], axis, ends), y), (_x(span[1], axis, ends), y))
            named = _named(value, kind)
            parts.append(Line(line, _role(value), width * size.type, (), opacity, named, value.title))
    return parts


def _mark(value: Value, axis: Axis, ends: Span, y: float, size: Size) -> Mark:
    if value.role:  # one that stands behind: another year, a reference
        return Mark(
            _x(value.at or 0.0, axis, ends), y, "circle", 3.2 * size.type, value.role, data=_named(value, "other")
        )
    shape = shape_of(value.series)
    named, x = _named(value, "value"), _x(value.at or 0.0, axis, ends)
    return Mark(x, y, shape, 4.6 * size.type, _role(value), value.hollow, 1.0, named, value.title)


def _grey(value: Value, axis: Axis, ends: Span, y: float, size: Size) -> Mark:
    return Mark(_x(value.at or 0.0, axis, ends), y, "circle", 2.8 * size.type, "faint", opacity=0.7)


def _bar_end(at: float, axis: Axis, ends: Span, size: Size) -> float:
    return max(_x(at, axis, ends), ends[0] + STUB * size.type)


def _bar(value: Value, axis: Axis, ends: Span, y: float, lane: float, size: Size) -> Area:
    """A bar from the axis' start."""
    thick = lane * 0.8
    bar = box(ends[0], y - thick / 2, _bar_end(value.at or 0.0, axis, ends, size) - ends[0], thick, _role(value))
    return Area(bar.points, bar.role, 1.0, _named(value, "value"), value.title)


def _interval_on_bar(value: Value, axis: Axis, ends: Span, y: float, inside: float, size: Size) -> list[Part]:
    """One thin line: paper where it lies on a bar (up to `inside`), ink beyond."""
    if value.at is None or value.thin is None:
        return []
    low, high = (_x(v, axis, ends) for v in value.thin)
    named = _named(value, "interval")
    pieces = [(low, min(high, inside), "paper"), (max(low, inside), high, "ink")]
    return [
        Line(((start, y), (end, y)), role, 0.7 * size.type, (), 1.0, named)
        for start, end, role in pieces
        if end > start or (low == high and role == "ink")
    ]


def _absent(value: Value, ends: Span, y: float, size: Size) -> Text:
    return Text(ends[0] + 3 * size.type, y + size.small * 0.36, value.text, size.small, "quiet")
