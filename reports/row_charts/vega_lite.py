"""A chart of rows as a Vega-Lite specification with its data inside: for notebooks, newsrooms, other tools.

It says the same as the picture: one row a mark, what is uncertain as a line. Any Vega-Lite 5 viewer draws it.
"""

from __future__ import annotations

import json
from typing import Any

from reports.drawing.frame import Words
from reports.drawing.palette import LIGHT
from reports.escaping import one_line
from reports.row_charts.rows import RowChart, Value

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def row_spec(chart: RowChart, words: Words) -> dict[str, Any]:
    """The specification of a chart of rows; the rows keep their order."""
    rows = [_short(row.name) for row in chart.rows]
    series = [_short(name) for name in chart.series]
    x = {"type": "quantitative", "scale": {"domain": [chart.axis.low, chart.axis.high]}}
    y = {"field": "row", "type": "nominal", "sort": rows, "title": None}
    colour = {
        "field": "series",
        "type": "nominal",
        "sort": series,
        "scale": {"domain": series, "range": [LIGHT.colour(i) for i in range(len(chart.series))]},
    }
    shape = {"field": "series", "type": "nominal", "sort": series}
    base = {"y": y, "yOffset": {"field": "series", "sort": series}, "color": colour}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "rule", "strokeWidth": 1}, "encoding": base | _ends(x, "low", "high")},
        {
            "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.5},
            "encoding": base | _ends(x, "range_low", "range_high"),
        },
    ]
    mark = {"x": {"field": "value", **x, "title": words.subtitle.split(" · ")[0]}}
    if chart.style == "bar":
        layers.insert(0, {"mark": {"type": "bar"}, "encoding": base | mark})
    else:
        layers.append({"mark": {"type": "point", "filled": True}, "encoding": base | mark | {"shape": shape}})
    if chart.axis.line is not None:
        layers.insert(0, {"mark": {"type": "rule", "color": "#868b94"}, "encoding": {"x": {"datum": chart.axis.line}}})
    return whole_spec(words, [_row(row.name, v, chart) for row in chart.rows for v in row.values], {"layer": layers})


def whole_spec(words: Words, values: list[dict[str, Any]], body: dict[str, Any]) -> dict[str, Any]:
    """A specification around a body, with title, subtitle, description and data."""
    return {
        "$schema": SCHEMA,
        "title": {"text": one_line(words.title, 2_000), "subtitle": one_line(words.subtitle, 2_000), "anchor": "start"},
        "description": one_line(" ".join((words.title, *words.foot)), 4_000),
        "data": {"values": [{k: _short(v) for k, v in row.items()} for row in values]},
        **body,
    }


def _short(value: Any) -> Any:
    return one_line(value, 300) if isinstance(value, str) else value


def to_json(spec: dict[str, Any]) -> bytes:
    """The specification as text, the same for the same chart."""
    return (json.dumps(spec, ensure_ascii=False, indent=1) + "\n").encode()


def _ends(x: dict[str, Any], low: str, high: str) -> dict[str, Any]:
    return {"x": {"field": low, **x, "title": ""}, "x2": {"field": high}}


def _row(row: str, value: Value, chart: RowChart) -> dict[str, Any]:
    told: dict[str, Any] = {"row": row, "series": chart.series[value.series], "value": _rounded(value.at)}
    for name, span in (("", value.thin), ("range_", value.thick)):
        if span is not None:
            told |= {f"{name}low": _rounded(span[0]), f"{name}high": _rounded(span[1])}
    if value.number:
        told["told"] = value.number
    return told | {k: v for k, v in value.data.items() if k not in ("kind", "series")}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
