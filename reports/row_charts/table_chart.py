"""A heat table: exams down, models across, each cell its number on a ground as strong as the value is high.

Under the number runs the axis of the cell, 0 at its left and 100 at its right end, with the interval, the range and
the mark on it: nothing that the wide chart shows is lost in the narrow one.
"""

from __future__ import annotations

from collections.abc import Sequence

from reports.drawing import fonts
from reports.drawing.frame import Key, Size, Words, body_height, even, finished, head
from reports.drawing.scene import Part, Scene, Text, box
from reports.row_charts.row_marks import draw_row
from reports.row_charts.rows import Row, RowChart

NAMES = 0.28  # share of the page that names may take
PITCH = 16.5  # points for a cell: its number, and the strip below it
GAP = 2.0


def draw_table(chart: RowChart, words: Words, size: Size, keys: Sequence[Key] = ()) -> list[Scene]:
    """All pages: as many models on a page as its width has room for, as many exams as its height."""
    hollow = {v.series for r in chart.rows for v in r.values if v.hollow}
    models = [Key(name, i, hollow=i in hollow) for i, name in enumerate(chart.series)]
    top, begin = head(words, [*models, *keys], size)
    names = min(max(fonts.width(r.name, size.name) for r in chart.rows), NAMES * size.room) + 4 * size.type
    left = size.margin + names
    room = size.width - size.margin - left
    lines = [fonts.wrap(r.name, names - 4 * size.type, size.name, lines=3) for r in chart.rows]
    pitch = [max(PITCH * size.type, len(one) * size.name * 1.12 + 3) for one in lines]
    body = begin + size.name * 1.2
    most = body_height(words, size, body)
    fits = len(pitch)
    while fits > 1 and max(sum(pitch[a:b]) for a, b in even(len(pitch), fits)) > most:
        fits -= 1
    pages = []
    across = even(len(chart.series), int(room / _cell(chart, size)))
    wide = min(2.2 * _cell(chart, size), room / max(last - first for first, last in across))
    for columns in across:
        for rows in even(len(chart.rows), fits):
            parts, y = list(top), body
            for number, series in enumerate(range(*columns)):
                middle = left + (number + 0.5) * wide - GAP / 2
                parts.append(models[series].sign(middle, body - size.name * 0.55, size.name * 0.8))
            for row in range(*rows):
                parts += _row(chart.rows[row], chart, columns, (left, wide), (y, pitch[row]), lines[row], size)
                y += pitch[row]
            pages.append((parts, y))
    return [finished(words, parts, y, size, (n, len(pages))) for n, (parts, y) in enumerate(pages, 1)]


def _cell(chart: RowChart, size: Size) -> float:
    numbers = [v.number for r in chart.rows for v in r.values if v.number]
    return max([fonts.width(n, size.small) for n in numbers] + [24 * size.type]) + 3 * size.type


def _row(
    row: Row,
    chart: RowChart,
    columns: tuple[int, int],
    across: tuple[float, float],
    down: tuple[float, float],
    lines: Sequence[str],
    size: Size,
) -> list[Part]:
    (left, wide), (y, pitch) = across, down
    parts: list[Part] = []
    first = y + pitch / 2 - (len(lines) - 1) * size.name * 0.56 + size.name * 0.36
    for number, line in enumerate(lines):
        parts.append(Text(left - 4 * size.type, first + number * size.name * 1.12, line, size.name, anchor="end"))
    for number, series in enumerate(range(*columns)):
        x, inner = left + number * wide, wide - GAP
        value = next((v for v in row.values if v.series == series), None)
        if value is None or value.at is None:
            parts.append(box(x, y + GAP / 2, inner, pitch - GAP, "rule", 0.5))
            parts.append(Text(x + inner / 2, y + pitch / 2 + size.small * 0.36, "–", size.small, "quiet", "middle"))
            continue
        ground = round(0.05 + 0.3 * chart.axis.share(value.at), 3)
        parts.append(box(x, y + GAP / 2, inner, pitch - GAP, "s3", ground))
        parts.append(Text(x + inner / 2, y + size.small * 1.15, value.number, size.small, "ink", "middle"))
        ends = (x + 3 * size.type, x + inner - 3 * size.type)
        parts += draw_row(row, chart, ends, y + pitch - 4.2 * size.type, 2 * size.type, size, only=series, alone=True)
    return parts
