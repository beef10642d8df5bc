"""Record, chart and page of a forecast in one folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exams.files.json_records import write_json
from reports.charts.chart_set import write_chart
from reports.charts.scaling_chart import draw_scaling
from reports.drawing.frame import SIZES
from reports.pages.scaling_page import InlinedChart, inline_chart, write_scaling_page
from scoring.types.forecast import ForecastReport
from scoring.types.registered import ForecastCheck, RegisteredForecast


def write_report(report: ForecastReport, out: Path, *, as_report: bool = False) -> list[Path]:
    """scaling.json, scaling.html, scaling.png and .svg in `out`; `as_report` draws compute as the GPT-4 report does."""
    out.mkdir(parents=True, exist_ok=True)
    write_json(out / "scaling.json", report.model_dump(mode="json"))
    chart, files = _chart(report, out, (), as_report=as_report)
    page = write_scaling_page(out / "scaling.html", report, chart)
    return [out / "scaling.json", page, *files]


def write_check(forecast: RegisteredForecast, check: ForecastCheck, out: Path) -> list[Path]:
    """check.json, and the page and chart of the registered forecast with its results."""
    out.mkdir(parents=True, exist_ok=True)
    write_json(out / "check.json", check.model_dump(mode="json"))
    results = [(t.panel, t.compute, t.result) for t in check.targets]
    chart, files = _chart(forecast.report, out, results)
    page = write_scaling_page(out / "scaling.html", forecast.report, chart, forecast, check)
    return [out / "check.json", page, *files]


def _chart(
    report: ForecastReport, out: Path, results: Sequence[tuple[str, float, float]], *, as_report: bool = False
) -> tuple[InlinedChart, list[Path]]:
    drawn = draw_scaling(report, SIZES["page"], results=results, as_report=as_report)
    chart = write_chart("scaling", drawn, out, ("png", "svg"))
    return inline_chart(chart), list(chart.files)
