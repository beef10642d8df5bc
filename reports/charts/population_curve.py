"""One run: the population's own cumulative curve, the score a point on it, its interval a band on both axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reports.charts.findings import one_result
from reports.charts.foot import Facts, foot_lines
from reports.drawing import fonts
from reports.drawing.frame import Size, Words, body_height, finished, head
from reports.drawing.scene import Line, Mark, Part, Text, box, level, upright
from reports.row_charts.drawn import Drawn
from reports.row_charts.vega_lite import whole_spec
from reports.score_text import default_percentile, is_known
from scoring.types import ExamScore, Percentile

INTERVAL = (
    "Bands: 95 % by questions (generalised accuracy, NIST AI 800-3: other questions like these), the choice among "
    "published scales not in it. Performance on this paper, not fitness to practise."
)
GRADES = 12  # so many rows or fewer, each a range, are grades: the line rises in steps
HEIGHT = 190.0  # points of the plot
TICKS = ((0.0, "0"), (25.0, "25th"), (50.0, "50th"), (75.0, "75th"), (100.0, "100th"))


@dataclass(frozen=True)
class CurvePoint:
    """Percent of the population below a score, and at or below it, as the norm table has them."""

    score: float
    low: float
    high: float


@dataclass(frozen=True)
class PopulationCurve:
    """The rows of one norm, ascending; `sparse`: only some scores are published, what lies between is not known.

    `fitted`: why a normal curve is in place of a table.
    """

    norm: str
    points: tuple[CurvePoint, ...]
    sparse: bool = False
    fitted: str = ""


@dataclass(frozen=True)
class _Plot:
    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float

    def x(self, score: float) -> float:
        share = (score - self.low) / ((self.high - self.low) or 1.0)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def y(self, percent: float) -> float:
        return self.bottom - min(100.0, max(0.0, percent)) / 100 * (self.bottom - self.top)


def draw_curve(score: ExamScore, curve: PopulationCurve, size: Size, facts: Facts | None = None) -> Drawn:
    """The curve of the percentile that is reported first; needs a score that this norm knows."""
    found = default_percentile(score.reported_set)
    value = score.reported_set.value
    assert found is not None and value is not None
    who = found.population
    subtitle = (
        f"Share of {who} below each {score.score_name} · point = the score, bands = its 95 % interval on both axes"
    )
    if score.reported_set.passes:
        subtitle += " · ticks below = pass marks"
    words = Words(one_result(score), subtitle, foot_lines([score], facts, _sparse(curve), interval=INTERVAL))
    parts, top = head(words, [], size)
    plot = _plot(score, curve, found, top + 2 * size.small, size, words)
    parts += _bands(score, found, plot)
    parts += _axes(plot, score, size)
    parts += _curve(curve, plot, size)
    parts += _passes(score, plot, size)
    parts += _point(score, found, plot, value, size)
    bottom = plot.bottom + size.small * (4.6 if score.reported_set.passes else 2.8)
    return Drawn([finished(words, parts, bottom, size)], _spec(score, curve, found, words))


def _spec(score: ExamScore, curve: PopulationCurve, found: Percentile, words: Words) -> dict[str, Any]:
    """The curve as a line, the score as a point with its interval along both axes, the cut scores as rules."""
    reported = score.reported_set
    values: list[dict[str, Any]] = [
        {"kind": "population", "score": p.score, "below": p.low, "at_or_below": p.high} for p in curve.points
    ]
    own: dict[str, Any] = {"kind": "score", "score": reported.value, "below": found.low, "told": found.text}
    if reported.interval is not None:
        own |= {"score_low": reported.interval.low, "score_high": reported.interval.high}
    if found.interval is not None:
        own |= {"below_low": found.interval.low, "below_high": found.interval.high}
    values += [own, *({"kind": "cut score", "score": mark} for mark in sorted(set(_marks(score))))]
    x = {"field": "score", "type": "quantitative", "scale": {"zero": False}, "title": score.score_name}
    y = {"field": "below", "type": "quantitative", "scale": {"domain": [0, 100]}, "title": "percent below"}

    def layer(kind: str, mark: Any, encoding: dict[str, Any]) -> dict[str, Any]:
        return {"transform": [{"filter": f"datum.kind == '{kind}'"}], "mark": mark, "encoding": encoding}

    layers = [
        layer("population", {"type": "line", "color": "#1b1d21"}, {"x": x, "y": y}),
        layer("score", {"type": "rule"}, {"x": {**x, "field": "score_low"}, "x2": {"field": "score_high"}, "y": y}),
        layer("score", {"type": "rule"}, {"x": x, "y": {**y, "field": "below_low"}, "y2": {"field": "below_high"}}),
        layer("score", {"type": "point", "filled": True, "size": 90, "color": "#d37200"}, {"x": x, "y": y}),
        layer("cut score", {"type": "tick", "color": "#1b1d21"}, {"x": x, "y": {"datum": 0}}),
    ]
    return whole_spec(words, values, {"layer": layers})


def has_curve(score: ExamScore, curve: PopulationCurve | None) -> bool:
    """Whether the score stands somewhere on a curve."""
    found = default_percentile(score.reported_set)
    known = found is not None and is_known(found) and score.reported_set.value is not None
    return known and curve is not None and found is not None and curve.norm == found.norm and len(curve.points) > 1


def _sparse(curve: PopulationCurve) -> tuple[str, ...]:
    if curve.fitted:
        return (f"No table is published: a normal curve that {curve.fitted}.",)
    return ("Only the marked points are published; the broken line joins them.",) if curve.sparse else ()


def _plot(score: ExamScore, curve: PopulationCurve, found: Percentile, top: float, size: Size, words: Words) -> _Plot:
    """The axis spans the curve, the score with its interval, and the pass marks."""
    reported = score.reported_set
    seen = [p.score for p in curve.points] + [reported.value or 0.0] + _marks(score)
    if reported.interval is not None:
        seen += [reported.interval.low, reported.interval.high]
    low, high = min(seen), max(seen)
    left = size.margin + fonts.width("100th", size.small) + 5 * size.type
    most = body_height(words, size, top) - size.small * 5
    bottom = top + min(HEIGHT * size.type, most)
    return _Plot(left, size.width - size.margin - 8 * size.type, top, bottom, low, high)


def _bands(score: ExamScore, found: Percentile, plot: _Plot) -> list[Part]:
    parts: list[Part] = []
    inside, reported = found.interval, score.reported_set.interval
    if reported is not None:
        x, other = plot.x(reported.low), plot.x(reported.high)
        parts.append(box(x, plot.top, max(other - x, 0.5), plot.bottom - plot.top, "s0", 0.12, kind="score-interval"))
    if inside is not None:
        y, other = plot.y(inside.high), plot.y(inside.low)
        parts.append(box(plot.left, y, plot.right - plot.left, max(other - y, 0.5), "s0", 0.12, kind="interval"))
    return parts


def _axes(plot: _Plot, score: ExamScore, size: Size) -> list[Part]:
    parts: list[Part] = []
    for value, word in TICKS:
        y = plot.y(value)
        parts.append(level(plot.left, plot.right, y, "faint" if value == 50 else "rule", 0.6))
        parts.append(Text(plot.left - 4 * size.type, y + size.small * 0.36, word, size.small, "quiet", "end"))
    for value in nice_ticks(plot.low, plot.high, 7 if size.width > 300 else 5):
        x = plot.x(value)
        parts.append(upright(x, plot.bottom, plot.bottom + 3 * size.type, "faint", 0.6))
        parts.append(Text(x, plot.bottom + size.small * 1.5, f"{value:g}", size.small, "quiet", "middle"))
    x, y = (plot.left + plot.right) / 2, plot.bottom + size.small * 2.7
    parts.append(Text(x, y, score.score_name, size.small, "quiet", "middle"))
    return parts


def nice_ticks(low: float, high: float, most: int) -> list[float]:
    """At most so many round numbers from `low` to `high`."""
    from math import ceil, floor, log10

    span = high - low
    if span <= 0:
        return [low]
    for step in (s * 10**e for e in range(floor(log10(span / most)), 12) for s in (1, 2, 2.5, 5)):
        first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
        if 0 < last - first + 1 <= most:
            return [round(k * step, 9) for k in range(first, last + 1)]
    return [low, high]


def _curve(curve: PopulationCurve, plot: _Plot, size: Size) -> list[Part]:
    """A line through the percents below; where a score holds a range of people, the line rises there in a step."""
    corners: list[tuple[float, float]] = []
    steps = len(curve.points) <= GRADES and any(p.high > p.low for p in curve.points)
    for point in curve.points:
        x = plot.x(point.score)
        if corners and steps:
            corners.append((x, corners[-1][1]))
        corners += [(x, plot.y(point.low)), (x, plot.y(point.high))] if steps else [(x, plot.y(point.low))]
    dash = (3.0, 2.0) if curve.sparse or curve.fitted else ()
    line = Line(tuple(corners), "ink", 1.1 * size.type, dash, 1.0, {"kind": "curve"})
    dots: list[Part] = []
    if curve.sparse and not curve.fitted:
        dots = [Mark(plot.x(p.score), plot.y(p.low), "circle", 3 * size.type, "ink") for p in curve.points]
    return [line, *dots]


def _point(score: ExamScore, found: Percentile, plot: _Plot, value: float, size: Size) -> list[Part]:
    """The score on the curve with its guide lines, and beside it what is reported."""
    low = found.low if found.low is not None else 0.0
    x, y = plot.x(value), plot.y(low)
    parts: list[Part] = []
    if found.high is not None and found.high > low:
        parts.append(upright(x, y, plot.y(found.high), "s1", 3 * size.type, 0.6, kind="range"))
    parts += [Line(((plot.left, y), (x, y)), "s1", 0.8, (2, 2)), Line(((x, y), (x, plot.bottom)), "s1", 0.8, (2, 2))]
    parts.append(Mark(x, y, "circle", 7 * size.type, "s1", data={"kind": "value", "exam": score.exam}))
    told = f"{score.reported_set.text}: {found.text}"
    wide = fonts.width(told, size.name, bold=True)
    right = x - plot.left > wide + 10 * size.type  # to the left of a rising curve there is empty paper
    beside = x - 7 * size.type if right else x + 7 * size.type
    down = y - 5 * size.type if right else min(y + size.name * 1.4, plot.bottom - 3)
    parts.append(Text(beside, down, told, size.name, "ink", "end" if right else "start", bold=True))
    return parts


def _marks(score: ExamScore) -> list[float]:
    """Pass marks on the exam's own scale: those of a section may lie outside it."""
    top = float("inf") if score.score_max is None else score.score_max
    return [p.cut_score for p in score.reported_set.passes if score.score_min <= p.cut_score <= top]


def _passes(score: ExamScore, plot: _Plot, size: Size) -> list[Part]:
    """A tick for every pass mark under the axis; the words of those that have room, from the lowest up."""
    parts: list[Part] = []
    inside = set(_marks(score))
    marks = sorted({p.cut_score: p for p in score.reported_set.passes if p.cut_score in inside}.items())
    y, free = plot.bottom + size.small * 3.2, plot.left
    for mark, result in marks:
        x = plot.x(mark)
        parts.append(upright(x, y, y + 4 * size.type, "ink", 1.0, kind="pass", mark=f"{mark:g}"))
        where = f" {result.where[0]}" if len(result.where) == 1 and len(marks) < 4 else ""
        words = f"{mark:g}{where}"
        half = fonts.width(words, size.small) / 2
        middle = min(max(x, plot.left + half), plot.right - half)
        if middle - half >= free:
            parts.append(Text(middle, y + size.small * 1.5, words, size.small, "quiet", "middle"))
            free = middle + half + 4 * size.type
    return parts
