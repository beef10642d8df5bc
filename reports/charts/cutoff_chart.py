"""Accuracy before and after a date: years as marks with intervals, each side's total as a band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reports.drawing import fonts
from reports.drawing.frame import Size, Words, finished, head
from reports.drawing.palette import role_of, shape_of
from reports.drawing.scene import Line, Mark, Part, Text, box, level
from reports.row_charts.drawn import Drawn
from reports.row_charts.vega_lite import whole_spec

HEIGHT = 150.0  # points of the plot
FOOT = (
    "Bands and thin lines: 95 % intervals (Clopper and Pearson). A question is right where it earned half its points."
)


@dataclass(frozen=True)
class Share:
    """Right answers of so many questions; bounds of the share's 95 % interval, 0 to 1."""

    right: int
    questions: int
    bounds: tuple[float, float]

    @property
    def value(self) -> float:
        """Right ÷ questions."""
        return self.right / self.questions


@dataclass(frozen=True)
class Side:
    """All questions of one side of the date, and each of its years."""

    total: Share
    years: tuple[tuple[int, Share], ...]


@dataclass(frozen=True)
class CutoffChart:
    """What is drawn; `p_value` of the two totals, `left_out` in words."""

    exam: str
    model: str
    cutoff: str
    before: Side | None
    after: Side | None
    p_value: float | None = None
    left_out: tuple[str, ...] = ()


def cutoff_finding(chart: CutoffChart) -> str:
    """'gpt-4 on LSAT: right on 82 % of the questions from before 2021-09-01, 59 % of those since'."""
    told = []
    if chart.before is not None:
        told.append(f"{chart.before.total.value:.0%} of the questions published before {chart.cutoff}")
    if chart.after is not None:
        told.append(f"{chart.after.total.value:.0%} of those since" if told else
                    f"{chart.after.total.value:.0%} of the questions published from {chart.cutoff} on")  # fmt: skip
    return f"{chart.model} on {chart.exam}: right on {', '.join(told)}".replace("%", " %")


def draw_cutoff(chart: CutoffChart, size: Size) -> Drawn:
    """One page: a place for each year, in order; a year that the date splits has one on either side."""
    test = "" if chart.p_value is None else f" · Fisher's exact test, two-sided: p = {chart.p_value:.2g}"
    subtitle = f"Share of right answers by year of publication · band = all of that side{test}"
    years = [{year for year, _ in s.years} for s in (chart.before, chart.after) if s is not None]
    both = years[0] & years[1] if len(years) == 2 else set()
    divided = "* The date divides this year." if both else ""
    foot = " ".join((FOOT, *filter(None, (divided,)), *(f"Left out: {words}." for words in chart.left_out)))
    words = Words(cutoff_finding(chart), subtitle, (foot,))
    parts, top = head(words, [], size)
    top += size.small * 1.4
    left = size.margin + fonts.width("100 %", size.small) + 4 * size.type
    right, bottom = size.width - size.margin, top + HEIGHT * size.type
    for mark in (0, 0.25, 0.5, 0.75, 1):
        y = bottom - mark * (bottom - top)
        parts.append(level(left, right, y, "rule", 0.6))
        parts.append(
            Text(left - 3 * size.type, y + size.small * 0.36, f"{100 * mark:.0f} %", size.small, "quiet", "end")
        )
    sides = [s for s in (chart.before, chart.after) if s is not None]
    slot = (right - left) / max(1, sum(len(s.years) for s in sides))
    x = left
    for side in sides:
        series = 0 if side is chart.before else 1
        wide = slot * len(side.years)
        parts += _band(side.total, series, (x, x + wide), (top, bottom), size)
        for year, share in side.years:
            parts += _year(year, share, series, x + slot / 2, slot, (top, bottom), size, divided=year in both)
            x += slot
        if side is chart.before and chart.after is not None:
            parts.append(Line(((x, top - 3), (x, bottom + 3)), "ink", 0.9, (3, 2), 1.0, {"kind": "cutoff"}))
            parts.append(Text(x, top - size.small * 0.6, chart.cutoff, size.small, "ink", "middle"))
    return Drawn([finished(words, parts, bottom + size.small * 2.8, size)], _spec(chart, words))


def _spec(chart: CutoffChart, words: Words) -> dict[str, Any]:
    values = [
        {
            "side": name, "year": year, "right": s.right, "questions": s.questions,
            "share": round(s.value, 6), "low": round(s.bounds[0], 6), "high": round(s.bounds[1], 6),
        }
        for name, side in (("before", chart.before), ("since", chart.after))
        if side is not None
        for year, s in side.years
    ]  # fmt: skip
    share = {"type": "quantitative", "scale": {"domain": [0, 1]}}
    base = {
        "x": {"field": "year", "type": "ordinal"},
        "color": {"field": "side", "type": "nominal"},
        "xOffset": {"field": "side"},
    }
    layers = [
        {"mark": "rule", "encoding": base | {"y": {"field": "low", **share}, "y2": {"field": "high"}}},
        {"mark": {"type": "point", "filled": True}, "encoding": base | {"y": {"field": "share", **share}}},
    ]
    return whole_spec(words, values, {"layer": layers})


def _band(total: Share, series: int, ends: tuple[float, float], down: tuple[float, float], size: Size) -> list[Part]:
    top, bottom = down
    low, high = (bottom - v * (bottom - top) for v in total.bounds)
    y = bottom - total.value * (bottom - top)
    role = role_of(series)
    return [
        box(ends[0], high, ends[1] - ends[0], max(low - high, 0.5), role, 0.14, kind="interval"),
        level(*ends, y, role, 1.2 * size.type, kind="total"),
    ]


def _year(
    year: int, share: Share, series: int, x: float, slot: float, down: tuple[float, float], size: Size, *, divided: bool
) -> list[Part]:
    top, bottom = down
    low, high = (bottom - v * (bottom - top) for v in share.bounds)
    y = bottom - share.value * (bottom - top)
    role, data = role_of(series), {"year": str(year)}
    count = f"{share.right} of {share.questions}"
    if fonts.width(count, size.small) > slot:
        count = f"n={share.questions}"
    parts: list[Part] = [
        Line(((x, low), (x, high)), role, 0.9 * size.type, (), 1.0, {**data, "kind": "interval"}),
        Mark(x, y, shape_of(series), 6 * size.type, role, data={**data, "kind": "value"}, title=f"{year}: {count}"),
        Text(x, bottom + size.small * 1.3, f"{year}*" if divided else str(year), size.small, "ink", "middle"),
    ]
    if fonts.width(count, size.small) <= slot:
        parts.append(Text(x, bottom + size.small * 2.5, count, size.small, "quiet", "middle"))
    return parts
