"""A scaling law as the GPT-4 report's Figures 1 and 2 draw it: points, fit, and, what they lack, the 80 % band."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exams.counted import counted
from reports.charts.log_axis import LogAxis, axis_of
from reports.drawing import fonts
from reports.drawing.frame import Key, Size, Words, body_height, even, finished, head
from reports.drawing.scene import Area, Line, Mark, Part, Shape, Text, level, upright
from reports.row_charts.drawn import Drawn
from reports.row_charts.vega_lite import whole_spec
from scoring.types.forecast import ForecastReport, Panel

LIMITS = {"loss": 1e-4, "joint": 1e-4, "pass-rate": 1e-3, "downstream": 1e-3}
"""The GPT-4 report's largest fitted runs, as shares of GPT-4's compute (section 3)."""
LEVEL = 0.8
WIDEST = 2.0  # times the least and the largest value: how far an interval may stretch the axis
MOST_MARKS = 60  # more points are drawn smaller
SUBTITLE = (
    "Band = 80 % of forecasts, dashed = forecast, circle = fitted model, diamond = held-out model, thin line = 80 %"
)
Result = tuple[str, float, float]  # panel, compute, value


def draw_scaling(
    report: ForecastReport, size: Size, *, results: Sequence[Result] = (), as_report: bool = False
) -> Drawn:
    """One panel for each law. `results` came after the forecast was registered.

    `as_report`: compute relative to the largest target, as in the report's figures, and a line where its largest
    fitted runs stood (1/10,000 for loss, 1/1,000 for pass rates). The report prints no parameter and no point.
    """
    panels, seen = _shown(report, results, as_report=as_report)
    limit = LIMITS[report.law] if as_report else None
    unit = "relative to the target's" if as_report else f"in {report.unit}" if report.unit else ""
    words = Words(_finding(report), SUBTITLE, (_foot(report, unit, limit),))
    keys = [Key("forecast", 0, dot=True), Key("fitted", role="ink", dot=True), Key("held out", 1, dot=True)]
    top, begin = head(words, [*keys, *([Key("result", 2, dot=True)] if results else [])], size)
    across = max(1, min(len(panels), int(size.room // (150 * size.type))))
    wide = size.room / across
    tall = min(0.68 * wide, 230 * size.type) + size.name * 2.6 + size.small * 3.4
    pages = even(len(panels), across * max(1, int(body_height(words, size, begin) / tall)))
    scenes = []
    for number, (first, last) in enumerate(pages, 1):
        parts = list(top)
        for place, panel in enumerate(panels[first:last]):
            corner = (size.margin + (place % across) * wide, begin + (place // across) * tall)
            own = [(x, y) for name, x, y in seen if name == panel.name]
            parts += _panel(panel, own, corner, (wide, tall), size, limit)
        rows = -(-(last - first) // across)
        scenes.append(finished(words, parts, begin + rows * tall, size, (number, len(pages))))
    return Drawn(scenes, _spec(panels, seen, words))


def _shown(
    report: ForecastReport, results: Sequence[Result], *, as_report: bool
) -> tuple[list[Panel], Sequence[Result]]:
    if not as_report:
        return list(report.panels), results
    ones = {panel.name: _target(panel) for panel in report.panels}
    return [_relative(p, ones[p.name]) for p in report.panels], [(n, x / ones[n], y) for n, x, y in results]


def _finding(report: ForecastReport) -> str:
    inside = [c for p in report.panels for c in p.coverage if abs(c.level - LEVEL) < 1e-9]
    count = sum(c.count for c in inside)
    if any(c.blocking for p in report.panels for c in p.cautions):
        return "This forecast must not be used: the reasons are told beside it"
    if count:
        return (
            f"Forecasts of {counted(count, 'model')} from smaller ones: "
            f"{sum(c.inside for c in inside)} inside the 80 % interval"
        )
    return f"{report.panels[0].measure if report.panels else 'Nothing'} by compute, forecast from smaller models"


def _foot(report: ForecastReport, unit: str, limit: float | None) -> str:
    told = [f"Compute{f' {unit}' if unit else ''}, both axes logarithmic (accuracy on an even one)."]
    told += [f"{p.name}: {p.formula}." for p in report.panels[:4]]
    told += [f"Dotted: where the report's largest fitted runs stood, {limit:g} of the target."] if limit else []
    return " ".join((*told, f"Points from {report.source}."))


def _panel(
    panel: Panel,
    results: Sequence[tuple[float, float]],
    corner: tuple[float, float],
    room: tuple[float, float],
    size: Size,
    limit: float | None,
) -> list[Part]:
    across, up = _axes(panel, results)
    labels = up.ticks
    left = corner[0] + max((fonts.width(w, size.small) for _, w in labels), default=0) + 6 * size.type
    right = corner[0] + room[0] - 12 * size.type
    top = corner[1] + size.name * 1.6 + size.small * 1.2
    bottom = corner[1] + room[1] - size.small * 2.2 - size.name
    x = across.on(left, right)
    y = up.on(bottom, top)
    name = fonts.middle_cut(panel.name, room[0] - 12, size.name, bold=True)
    parts: list[Part] = [Text(corner[0], corner[1] + size.name, name, size.name, bold=True)]
    if panel.measure != panel.name:
        parts.append(Text(corner[0], top - size.small * 0.6, panel.measure, size.small, "quiet"))
    for value, word in labels:
        parts.append(level(left, right, y(value), "rule"))
        parts.append(Text(left - 3 * size.type, y(value) + size.small * 0.36, word, size.small, "quiet", "end"))
    for value, word in across.spread(right - left, size):
        parts.append(upright(x(value), top, bottom, "rule"))
        parts.append(Text(x(value), bottom + size.small * 1.2, word, size.small, "quiet", "middle"))
    if limit is not None and across.low <= limit <= across.high:
        parts.append(Line(((x(limit), top), (x(limit), bottom)), "quiet", 0.8, (1, 2)))
    if any(c.blocking for c in panel.cautions):
        parts.append(Text(right, top + size.small, "must not be used", size.small, "ink", "end", bold=True))
    return parts + _drawn(panel, results, x, y, size)


def _drawn(panel: Panel, results: Sequence[tuple[float, float]], x: Any, y: Any, size: Size) -> list[Part]:
    """Band, line, points, forecasts and results, where x and y put a value on the paper."""
    parts: list[Part] = []
    if panel.curve:
        ends = [(x(c.compute), y(c.bounds(LEVEL).low), y(c.bounds(LEVEL).high)) for c in panel.curve]
        band = [(at, low) for at, low, _ in ends] + [(at, high) for at, _, high in reversed(ends)]
        parts.append(Area(tuple(band), "s0", 0.16, {"kind": "interval"}))
        line = tuple((x(c.compute), y(c.median)) for c in panel.curve)
        parts.append(Line(line, "s0", 1.1 * size.type, (2.5, 2), 1.0, {"kind": "curve"}))
    across = (4.4 if len(panel.points) < MOST_MARKS else 2.4) * size.type
    for p in panel.points:
        shape: Shape = "circle" if p.fitted else "diamond"
        role = "ink" if p.fitted else "s1"
        data = {"kind": "value", "model": p.model}
        said = f"{p.model}: {p.value:.4g} at {p.compute:.3g}"
        parts.append(Mark(x(p.compute), y(p.value), shape, across, role, data=data, title=said))
    for made in panel.forecasts:
        bounds, at = made.bounds(LEVEL), x(made.compute)
        parts.append(upright(at, y(bounds.low), y(bounds.high), "s0", 0.9 * size.type, kind="interval"))
        said = f"forecast {made.median:.4g}, 80 % {bounds.low:.4g} to {bounds.high:.4g}"
        data = {"kind": "forecast"}
        parts.append(Mark(at, y(made.median), "square", 5 * size.type, "s0", hollow=True, data=data, title=said))
    for compute, value in results:
        data = {"kind": "result"}
        said = f"result {value:.4g}"
        parts.append(Mark(x(compute), y(value), "cross", 6 * size.type, "s2", data=data, title=said))
    return parts


def _axes(panel: Panel, results: Sequence[tuple[float, float]]) -> tuple[LogAxis, LogAxis]:
    """Axes that show points and forecasts with their intervals; of one too wide to show, the rest is at the edge."""
    xs = [p.compute for p in panel.points] + [f.compute for f in panel.forecasts] + [r[0] for r in results]
    ys = [p.value for p in panel.points] + [f.median for f in panel.forecasts] + [r[1] for r in results]
    ends = [end for f in panel.forecasts for end in (f.bounds(LEVEL).low, f.bounds(LEVEL).high)]
    ys += [end for end in ends if min(ys) / WIDEST <= end <= max(ys) * WIDEST]
    return axis_of(xs, whole=True), axis_of(ys, even=panel.measure == "accuracy")


def _target(panel: Panel) -> float:
    """The compute that is 1 in the report's figures: of the largest forecast, else of the largest point."""
    return max([f.compute for f in panel.forecasts] or [p.compute for p in panel.points])


def _relative(panel: Panel, one: float) -> Panel:
    changed = {
        name: tuple(part.model_copy(update={"compute": part.compute / one}) for part in getattr(panel, name))
        for name in ("points", "forecasts", "curve")
    }
    return panel.model_copy(update=changed)


def _spec(panels: Sequence[Panel], results: Sequence[Result], words: Words) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for panel in panels:
        for p in panel.points:
            kind = "fitted" if p.fitted else "held out"
            rows.append({"panel": panel.name, "kind": kind, "model": p.model, "compute": p.compute, "value": p.value})
        for kind, made in (("forecast", panel.forecasts), ("curve", panel.curve)):
            for f in made:
                ends = {"low": f.bounds(LEVEL).low, "high": f.bounds(LEVEL).high}
                rows.append({"panel": panel.name, "kind": kind, "compute": f.compute, "value": f.median, **ends})
    rows += [{"panel": name, "kind": "result", "compute": x, "value": y} for name, x, y in results]
    x = {"field": "compute", "type": "quantitative", "scale": {"type": "log"}}
    y = {"field": "value", "type": "quantitative", "scale": {"zero": False}}
    rule = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
    point = {"x": x, "y": y, "color": {"field": "kind", "type": "nominal"}}
    only = [{"filter": "datum.kind != 'curve'"}]
    layers = [
        {
            "transform": [{"filter": "datum.kind == 'curve'"}],
            "mark": {"type": "area", "opacity": 0.16},
            "encoding": rule,
        },
        {"transform": only, "mark": "rule", "encoding": rule},
        {"transform": only, "mark": {"type": "point", "filled": True}, "encoding": point},
    ]
    return whole_spec(
        words, rows, {"facet": {"field": "panel", "type": "nominal"}, "columns": 3, "spec": {"layer": layers}}
    )
