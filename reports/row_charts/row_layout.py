"""A chart of rows laid out on pages: one panel with all series, side by side in blocks, or a panel for each series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.drawing import fonts
from reports.drawing.frame import Key, Size, Words, body_height, even, finished, head
from reports.drawing.scene import Line, Part, Scene, Text, level
from reports.row_charts.row_marks import draw_row
from reports.row_charts.rows import Row, RowChart, Value

NAMES = 0.36  # share of a block's width that names may take
LANES = {"mark": (4.3, 5.6), "bar": (4.2, 9.0)}  # least and best height of a lane, points
BETWEEN = 3.5  # points between two rows


@dataclass(frozen=True)
class _Block:
    """Where one column of rows stands: names end at `left`, the axis goes from `left` to `right`, numbers follow."""

    start: float
    left: float
    right: float
    end: float


@dataclass(frozen=True)
class _Measures:
    lane: float
    pitch: tuple[float, ...]  # height of each row
    blocks: int


def draw_rows(chart: RowChart, words: Words, size: Size, *, keys: Sequence[Key] | None = None) -> list[Scene]:
    """All pages of the chart, in one panel a block; rows keep their order down the blocks, then over the pages."""
    legend = list(keys if keys is not None else _keys(chart))
    top, begin = head(words, legend, size)
    axis = size.small * (2.9 if chart.axis.line_name or len(chart.series) > 1 else 1.6)
    most = body_height(words, size, begin) - axis
    measures = _measures(chart, most, size)
    pages = _deal(measures, most)
    scenes = []
    for number, page in enumerate(pages, 1):
        parts = list(top)
        bottom = begin
        for place, (first, last) in enumerate(page):
            block = _block(chart, size, place, measures.blocks)
            y = _draw_block(parts, chart, (first, last), block, begin, measures, size)
            bottom = max(bottom, y)
        scenes.append(finished(words, parts, bottom, size, (number, len(pages))))
    return scenes


def _keys(chart: RowChart) -> list[Key]:
    bars = chart.style == "bar"
    return [Key(name, i, swatch=bars) for i, name in enumerate(chart.series)] if len(chart.series) > 1 else []


def _measures(chart: RowChart, most: float, size: Size) -> _Measures:
    """The most generous lanes that fit one page; else the tightest, in two or three blocks, else over pages."""
    least, best = (step * size.type for step in LANES[chart.style])
    blocks_fit = max(1, int(size.room // (200 * size.type)))
    for blocks in range(1, blocks_fit + 1):
        tight = _pitch(chart, least, blocks, size)
        if _tallest(tight, blocks) <= most:
            lane = best
            while lane > least and _tallest(_pitch(chart, lane, blocks, size), blocks) > most:
                lane -= 0.2
            return _Measures(lane, _pitch(chart, lane, blocks, size), blocks)
    return _Measures(least, _pitch(chart, least, blocks_fit, size), blocks_fit)


def _pitch(chart: RowChart, lane: float, blocks: int, size: Size) -> tuple[float, ...]:
    room = _block(chart, size, 0, blocks)
    between = BETWEEN * size.type
    heights = []
    for row in chart.rows:
        lines = len(_name_lines(row, room, size))
        heights.append(max(len(row.lanes) * lane + between, lines * size.name * 1.12 + 2, size.small * 1.35))
    return tuple(heights)


def _tallest(pitch: Sequence[float], blocks: int) -> float:
    return max((sum(pitch[a:b]) for a, b in even(len(pitch), -(-len(pitch) // blocks) or 1)), default=0.0)


def _deal(measures: _Measures, most: float) -> list[list[tuple[int, int]]]:
    """(first, last) row of each block of each page."""
    rows, pitch = len(measures.pitch), measures.pitch
    fits = rows
    while fits > 1 and max(sum(pitch[a:b]) for a, b in even(rows, fits)) > most:
        fits -= 1
    if measures.blocks > 1 and rows <= fits * measures.blocks:
        return [even(rows, -(-rows // measures.blocks))]
    runs = even(rows, fits)
    return [runs[k : k + measures.blocks] for k in range(0, len(runs), measures.blocks)]


def _block(chart: RowChart, size: Size, place: int, blocks: int) -> _Block:
    gap = 14 * size.type
    wide = (size.room - gap * (blocks - 1)) / blocks
    start = size.margin + place * (wide + gap)
    longest = max((fonts.width(r.name, size.name) for r in chart.rows), default=0.0)
    names = min(longest, NAMES * wide) + 5 * size.type
    numbers = sum(_number_widths(chart, size)) if chart.numbers else 0.0
    last = fonts.width(chart.axis.ticks[-1][1], size.small) / 2 if chart.axis.ticks else 0.0
    right = start + wide - max(numbers + 6 * size.type, last)
    return _Block(start, start + names, max(right, start + names + 30), start + wide)


def _number_widths(chart: RowChart, size: Size) -> list[float]:
    wide = []
    for series in range(len(chart.series)):
        numbers = [v.number for r in chart.rows for v in r.values if v.series == series and v.number]
        if numbers:
            wide.append(max(fonts.width(n, size.small) for n in numbers) + 6 * size.type)
        else:
            wide.append(0.0)
    return wide


def _draw_block(
    parts: list[Part], chart: RowChart, rows: tuple[int, int], at: _Block, top: float, measures: _Measures, size: Size
) -> float:
    """Draw the rows [first, last) and their axis; returns where it ends."""
    if chart.axis.line_name or len(chart.series) > 1:
        top += size.small * 1.25
    if chart.numbers:
        parts += _number_heads(chart, at.end, top - size.small * 0.75, size)
    height = sum(measures.pitch[slice(*rows)])
    parts += axis_parts(chart, at.left, at.right, top, top + height, size)
    y = top
    for row, pitch in zip(chart.rows[slice(*rows)], measures.pitch[slice(*rows)], strict=True):
        if y > top:
            parts.append(level(at.start, at.end, y, "rule", 0.4))
        middle = y + pitch / 2
        lines = _name_lines(row, at, size)
        first = middle - (len(lines) - 1) * size.name * 0.56 + size.name * 0.36
        for number, line in enumerate(lines):
            x = at.left - 5 * size.type
            parts.append(Text(x, first + number * size.name * 1.12, line, size.name, "ink", "end"))
        parts += draw_row(row, chart, (at.left, at.right), middle, measures.lane, size)
        if chart.numbers:
            parts += _numbers(row, chart, at, middle, size)
        y += pitch
    return y + size.small * 1.6


def axis_parts(
    chart: RowChart, left: float, right: float, top: float, bottom: float, size: Size, *, words: bool = True
) -> list[Part]:
    """Grid lines with their words below, the named line with its name above."""
    axis, parts = chart.axis, list[Part]()
    shown = _spread(axis.ticks, right - left, size)
    for value, word in axis.ticks:
        x = left + axis.share(value) * (right - left)
        parts.append(Line(((x, top), (x, bottom)), "rule", 0.6))
        if words and (value, word) in shown:
            parts.append(Text(x, bottom + size.small * 1.15, word, size.small, "quiet", "middle"))
    if axis.line is not None:
        x = left + axis.share(axis.line) * (right - left)
        parts.append(Line(((x, top - 2), (x, bottom)), "faint", 0.9))
        if axis.line_name and words:
            parts.append(Text(x, top - size.small * 0.5, axis.line_name, size.small, "quiet", "middle"))
    return parts


def _spread(ticks: Sequence[tuple[float, str]], room: float, size: Size) -> list[tuple[float, str]]:
    """The ticks whose words fit: all, every other one, or the ends and the middle."""
    need = sum(fonts.width(w, size.small) + 3 * size.type for _, w in ticks)
    if need <= room * 1.1 or len(ticks) < 4:
        return list(ticks)
    few = list(ticks[:: (len(ticks) - 1) // 2]) if len(ticks) % 2 else [ticks[0], ticks[-1]]
    need = sum(fonts.width(w, size.small) + 3 * size.type for _, w in few)
    return few if need <= room * 1.25 else [few[len(few) // 2]]


def _numbers(row: Row, chart: RowChart, at: _Block, middle: float, size: Size) -> list[Part]:
    parts: list[Part] = []
    widths = _number_widths(chart, size)
    x = at.end - sum(widths)
    for series, wide in enumerate(widths):
        x += wide
        value = next((v for v in row.values if v.series == series and v.number), None)
        if value is not None:
            parts.append(_number(value, x, middle + size.small * 0.36, size))
    return parts


def _number(value: Value, x: float, y: float, size: Size) -> Text:
    return Text(x, y, value.number, size.small, value.role or "ink", "end", data={"kind": "number"})


def _number_heads(chart: RowChart, end: float, y: float, size: Size) -> list[Part]:
    """The symbol of each series over its column of numbers."""
    parts: list[Part] = []
    widths = _number_widths(chart, size)
    x = end - sum(widths)
    for series, wide in enumerate(widths):
        x += wide
        if wide and len(chart.series) > 1:
            hollow = any(v.hollow for r in chart.rows for v in r.values if v.series == series)
            key = Key("", series, swatch=chart.style == "bar", hollow=hollow)
            parts.append(key.sign(x - size.small * 0.9, y, size.small * 0.7))
    return parts


def _name_lines(row: Row, at: _Block, size: Size) -> list[str]:
    return fonts.wrap(row.name, max(at.left - at.start - 5 * size.type + 0.01, 20), size.name, lines=2)
