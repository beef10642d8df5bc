"""Reliability diagrams, one panel a model: confidence against how often it was right, and how many options say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exams.counted import counted
from reports.charts.calibration import Reliability
from reports.charts.foot import Facts, dated
from reports.drawing import fonts
from reports.drawing.frame import Key, Size, Words, body_height, even, finished, head
from reports.drawing.palette import role_of, shape_of
from reports.drawing.scene import Anchor, Line, Mark, Part, Text, box, level
from reports.row_charts.drawn import Drawn
from reports.row_charts.vega_lite import whole_spec
from scoring.types.calibration import CalibrationBin

BEST = 214.0  # points: side of a panel; two fill a page's width
COUNTS = 34.0  # points: height of the strip of counts, with the counts written into it
SUBTITLE = (
    "Mark = options the model gave about this probability, thin line = 95 % interval, dotted = perfectly calibrated, "
    "bars below = how many options"
)
FOOT = (
    "Calibration error (ECE): the mean gap between probability and frequency, in points of 100. Every option of every "
    "question counts once, as in Figure 8 of the GPT-4 report; wrong options that nobody believes in are most of them, "
    "so the error over the likeliest options alone is given too."
)


def reliability_finding(models: Mapping[str, Reliability]) -> str:
    """'gpt-4 is off by 5 points of 100 on average over its likeliest answers, gpt-3.5 by 12'."""
    ranked = sorted(models.items(), key=lambda item: (item[1].chosen_error, item[0]))
    shown = ranked if len(ranked) < 4 else [ranked[0], ranked[-1]]
    name, first = shown[0]
    rest = [f"{other}'s by {100 * found.chosen_error:.0f}" for other, found in shown[1:]]
    return (
        f"{name}'s confidence in its answers is off by {100 * first.chosen_error:.0f} points of 100 on average"
        + "".join(f", {words}" for words in rest)
    )


def draw_reliability(
    models: Mapping[str, Reliability], size: Size, facts: Facts | None = None, order: Sequence[str] = ()
) -> Drawn:
    """A panel for each model; colours and symbols are those of `order`."""
    series = {name: n for n, name in enumerate(order or models)}
    foot = f"{FOOT} {dated(facts or Facts())}".rstrip()
    words = Words(reliability_finding(models), SUBTITLE, (foot,))
    top, begin = head(words, [], size)
    gap = 22 * size.type
    across = max(1, min(len(models), int((size.room + gap) // (110 * size.type + gap))))
    side = min(BEST * size.type, (size.room - gap * across) / across)
    names = size.name * 2.5 + size.small * 5.15
    tall = names + side + (COUNTS + 4) * size.type + size.small * 3.4
    most = body_height(words, size, begin)
    pages = even(len(models), across * max(1, int(most / tall)))
    scenes, items = [], list(models.items())
    for number, (first, last) in enumerate(pages, 1):
        parts = list(top)
        for place, (name, found) in enumerate(items[first:last]):
            x = size.margin + gap + (place % across) * (side + gap)
            y = begin + (place // across) * tall + names
            parts += _panel(name, found, series.get(name, place), (x, y), side, size)
        rows = -(-(last - first) // across)
        scenes.append(finished(words, parts, begin + rows * tall, size, (number, len(pages))))
    return Drawn(scenes, _spec(models, words))


def _spec(models: Mapping[str, Reliability], words: Words) -> dict[str, Any]:
    values = [
        {
            "series": name, "confidence": round(b.confidence, 6), "accuracy": round(b.accuracy, 6), "options": b.count,
            "low": round(b.interval[0], 6), "high": round(b.interval[1], 6),
        }
        for name, found in models.items()
        for b in found.bins
    ]  # fmt: skip
    share = {"type": "quantitative", "scale": {"domain": [0, 1]}}
    x, y = {"field": "confidence", **share}, {"field": "accuracy", **share}
    layers = [
        {"mark": "rule", "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
        {
            "mark": {"type": "point", "filled": True},
            "encoding": {"x": x, "y": y, "size": {"field": "options", "type": "quantitative"}},
        },
    ]
    body = {"facet": {"field": "series", "type": "nominal"}, "columns": 3, "spec": {"layer": layers}}
    return whole_spec(words, values, body)


def _panel(name: str, found: Reliability, series: int, at: tuple[float, float], side: float, size: Size) -> list[Part]:
    left, top = at
    parts: list[Part] = []
    lines = fonts.wrap(name, side, size.name, bold=True, lines=2)
    asked = f"{counted(found.questions, 'question')}, {counted(found.options, 'option')}"
    ways = fonts.wrap(found.told, side, size.small, lines=2)
    told = [f"ECE {100 * found.error:.1f}, answers {100 * found.chosen_error:.1f}", *ways, asked]
    above = top - size.small * (0.75 + 1.12 * (len(told) - 1))
    y = above - size.small * 1.25 - (len(lines) - 1) * size.name * 1.15
    parts.append(Key("", series).sign(left - size.name * 0.7, y - size.name * 0.34, size.name * 0.7))
    for number, line in enumerate(lines):
        parts.append(Text(left, y + number * size.name * 1.15, line, size.name, bold=True))
    for number, line in enumerate(told):
        cut = fonts.middle_cut(line, side, size.small)
        parts.append(Text(left, above + number * size.small * 1.12, cut, size.small, "quiet"))
    bottom = top + side
    for share in (0, 0.5, 1):
        parts.append(level(left, left + side, bottom - share * side, "rule", 0.6))
        down = bottom - share * side + size.small * 0.36
        parts.append(Text(left - 3 * size.type, down, f"{100 * share:.0f}", size.small, "quiet", "end"))
    parts.append(Line(((left, bottom), (left + side, top)), "quiet", 0.9, (1.5, 2)))
    for held in found.bins:
        parts += _bin(held, series, (left, bottom), side, size)
    parts += _counts(found, series, (left, bottom + 4 * size.type), side, size)
    under = bottom + (COUNTS + 4) * size.type
    anchors: tuple[tuple[float, Anchor], ...] = ((0, "start"), (0.5, "middle"), (1, "end"))
    for share, anchor in anchors:
        x = left + share * side
        parts.append(Text(x, under + size.small * 1.2, f"{100 * share:.0f} %", size.small, "quiet", anchor))
    parts.append(Text(left + side / 2, under + size.small * 2.4, "probability given", size.small, "quiet", "middle"))
    return parts


def _bin(held: CalibrationBin, series: int, corner: tuple[float, float], side: float, size: Size) -> list[Part]:
    left, bottom = corner
    x, y = left + held.confidence * side, bottom - held.accuracy * side
    data = {"bin": f"{held.low:.1f}", "count": str(held.count)}
    ends = [bottom - v * side for v in held.interval]
    title = f"{held.low:.0%} to {held.high:.0%}: {counted(held.count, 'option')}, right in {held.accuracy:.0%}"
    return [
        Line(((x, ends[0]), (x, ends[1])), role_of(series), 0.8 * size.type, (), 1.0, {**data, "kind": "interval"}),
        Mark(x, y, shape_of(series), 5 * size.type, role_of(series), data={**data, "kind": "value"}, title=title),
    ]


def _counts(found: Reliability, series: int, at: tuple[float, float], side: float, size: Size) -> list[Part]:
    """A bar for each bin from the top down, as long as its count, and the count itself along it."""
    left, top = at
    most = max(b.count for b in found.bins)
    parts: list[Part] = []
    for held in found.bins:
        x, wide = left + held.low * side, (held.high - held.low) * side
        height = COUNTS * size.type * held.count / most
        parts.append(box(x + wide * 0.08, top, wide * 0.84, height, role_of(series), 0.3, kind="count"))
        words = f"{held.count:,}"
        down = top + 1.5 * size.type + fonts.width(words, size.small)
        parts.append(Text(x + wide / 2 + size.small * 0.36, down, words, size.small, "ink", angle=90))
    return parts
