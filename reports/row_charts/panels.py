"""Small multiples: a panel for each model, the others as grey dots behind it, names once at the left."""

from __future__ import annotations

from collections.abc import Sequence

from reports.drawing import fonts
from reports.drawing.frame import Key, Size, Words, body_height, even, finished, head
from reports.drawing.scene import Anchor, Part, Scene, Text, level
from reports.row_charts.row_layout import axis_parts
from reports.row_charts.row_marks import draw_row
from reports.row_charts.rows import RowChart

LEAST = 46.0  # points that an axis needs to be read
PITCH = (9.6, 13.0)  # least and best height of a row
GAP = 7.0  # points between two panels
NAMES = 0.24  # share of the page that names may take


def panels_fit(chart: RowChart, size: Size) -> bool:
    """Whether every model's panel is wide enough, with its numbers."""
    return _panel(chart, size)[1] - _numbers(chart, size) >= LEAST * size.type


def _panel(chart: RowChart, size: Size) -> tuple[float, float]:
    """Where the first panel starts, and the width of each."""
    longest = max(fonts.width(r.name, size.name) for r in chart.rows)
    left = size.margin + min(longest, NAMES * size.room) + 5 * size.type
    count = len(chart.series)
    return left, (size.width - size.margin - left - GAP * size.type * (count - 1)) / count


def _numbers(chart: RowChart, size: Size) -> float:
    texts = [v.number for r in chart.rows for v in r.values if v.number]
    return max((fonts.width(t, size.small) for t in texts), default=0.0) + 4 * size.type


def draw_panels(chart: RowChart, words: Words, size: Size, keys: Sequence[Key] = ()) -> list[Scene]:
    """All pages; every page has all models."""
    grey = Key("the other models", None, dot=True, role="faint")
    top, begin = head(words, [grey, *keys], size)
    left, wide = _panel(chart, size)
    names = [fonts.wrap(n, wide - size.name, size.name, bold=True, lines=4) for n in chart.series]
    begin += max(len(n) for n in names) * size.name * 1.15
    lines = [fonts.wrap(r.name, left - size.margin - 5 * size.type, size.name, lines=2) for r in chart.rows]
    most = body_height(words, size, begin) - size.small * 1.8
    least, best = (p * size.type for p in PITCH)
    tallest = max(len(one) for one in lines) * size.name * 1.12 + 1
    least, best = max(least, tallest if tallest < least * 1.9 else least), max(best, tallest)
    pitch = min(best, max(least, most / len(chart.rows)))
    scenes, pages = [], even(len(chart.rows), max(1, int(most / pitch + 1e-6)))
    for number, (first, last) in enumerate(pages, 1):
        parts = list(top)
        bottom = begin + (last - first) * pitch
        for series in range(len(chart.series)):
            x = left + series * (wide + GAP * size.type)
            parts += _panel_parts(chart, series, (first, last), (x, x + wide), (begin, pitch), names[series], size)
        for row in range(first, last):
            y = begin + (row - first + 0.5) * pitch
            if row > first:
                parts.append(level(size.margin, size.width - size.margin, y - pitch / 2, "rule", 0.35))
            start = y - (len(lines[row]) - 1) * size.name * 0.56 + size.name * 0.36
            for at, line in enumerate(lines[row]):
                x, down = left - 5 * size.type, start + at * size.name * 1.12
                parts.append(Text(x, down, line, size.name, anchor="end"))
        scenes.append(finished(words, parts, bottom + size.small * 1.8, size, (number, len(pages))))
    return scenes


def _panel_parts(
    chart: RowChart,
    series: int,
    rows: tuple[int, int],
    ends: tuple[float, float],
    down: tuple[float, float],
    name: Sequence[str],
    size: Size,
) -> list[Part]:
    top, pitch = down
    right = ends[1] - _numbers(chart, size)
    parts = axis_parts(chart, ends[0], right, top, top + (rows[1] - rows[0]) * pitch, size, words=False)
    said = dict(chart.axis.ticks)
    wide = right - ends[0] > 80 * size.type
    shown = [chart.axis.line] if chart.axis.line is not None else []
    shown += [chart.axis.low, chart.axis.high] if wide or not shown else []
    for tick in shown:
        x = ends[0] + chart.axis.share(tick) * (right - ends[0])
        y = top + (rows[1] - rows[0]) * pitch + size.small * 1.15
        anchor: Anchor = "middle" if tick == chart.axis.line else "end" if tick == chart.axis.high else "start"
        parts.append(Text(x, y, said.get(tick, f"{tick:g}"), size.small, "quiet", anchor))  # apart from the next one's
    hollow = any(v.hollow for r in chart.rows for v in r.values if v.series == series)
    first = top - (len(name) - 1) * size.name * 1.15 - size.name * 0.5
    parts.append(
        Key("", series, hollow=hollow).sign(ends[0] + size.name * 0.3, first - size.name * 0.34, size.name * 0.75)
    )
    for number, line in enumerate(name):
        parts.append(Text(ends[0] + size.name, first + number * size.name * 1.15, line, size.name, bold=True))
    for row in range(*rows):
        y = top + (row - rows[0] + 0.5) * pitch
        parts += draw_row(chart.rows[row], chart, (ends[0], right), y, pitch * 0.4, size, only=series)
        value = next((v for v in chart.rows[row].values if v.series == series), None)
        if value is not None and value.number:
            x, down_to, data = ends[1], y + size.small * 0.36, {"kind": "number"}
            parts.append(Text(x, down_to, value.number, size.small, value.role or "ink", "end", data=data))
    return parts
