"""The percentile chart in its two styles, bars (Figure 4 of the GPT-4 report) and ranges, from the same plan.

Bars stand side by side where a page is wide enough for them, else in rows. Ranges are in one panel for up to three
models; for more, each model has a panel of its own with the others behind it, or where that is too narrow a column of
a table with its numbers.
"""

from __future__ import annotations

from dataclasses import replace

from reports.charts.findings import percentile_finding, points_finding
from reports.charts.foot import Facts, foot_lines
from reports.charts.percentile_bars import BarPlan
from reports.charts.percentile_rows import exam_rows_of
from reports.charts.reference import Reference
from reports.drawing.frame import Key, Size, Words
from reports.drawing.scene import Scene
from reports.row_charts.bar_columns import columns_fit, draw_columns
from reports.row_charts.drawn import Drawn
from reports.row_charts.panels import draw_panels, panels_fit
from reports.row_charts.row_layout import draw_rows
from reports.row_charts.rows import PERCENT_AXIS, PERCENTILE_AXIS, RowChart
from reports.row_charts.table_chart import draw_table
from reports.row_charts.vega_lite import row_spec

IN_ONE_PANEL = 3


def draw_bars(plan: BarPlan, size: Size, facts: Facts | None = None, reference: Reference | None = None) -> Drawn:
    """Bars from 0 to the lower bound of the percentile, one thin interval on each."""
    behind = reference.ticks if reference else {}
    chart = exam_rows_of(plan.percentiles, plan.series, PERCENTILE_AXIS, "bar", behind)
    chart = replace(chart, numbers=len(plan.series) < 3)
    words = _words(plan, facts, reference, "bar = lower bound reported, thin line = 95 % interval")
    keys = [Key(name, i, swatch=True) for i, name in enumerate(plan.series)] if len(plan.series) > 1 else []
    keys += reference.keys if reference else []
    if columns_fit(chart, size):
        return Drawn(draw_columns(chart, words, size, keys), row_spec(chart, words))
    return Drawn(draw_rows(chart, words, size, keys=keys), row_spec(chart, words))


def draw_ranges(plan: BarPlan, size: Size, facts: Facts | None = None, reference: Reference | None = None) -> Drawn:
    """A mark at the lower bound, a thick line for the grade's range, a thin one for the interval."""
    behind = reference.ticks if reference else {}
    chart = exam_rows_of(plan.percentiles, plan.series, PERCENTILE_AXIS, "mark", behind)
    drawn = "mark = lower bound reported, thick = the grade's range, thin = 95 % interval"
    words = _words(plan, facts, reference, drawn)
    return Drawn(_marks(chart, words, size, reference.keys if reference else []), row_spec(chart, words))


def draw_points(plan: BarPlan, size: Size, facts: Facts | None = None) -> Drawn:
    """The exams for which no percentile is known, in percent of points: a chart of their own."""
    chart = exam_rows_of(plan.percents, plan.series, PERCENT_AXIS, "mark")
    scores = [b.score for g in plan.percents for b in g.bars if b is not None]
    subtitle = "Percent of points · mark = score, thin = 95 % interval"
    foot = foot_lines(scores, facts, (_without_interval(plan, percents=True),))
    words = Words(points_finding(plan.percents, plan.series), subtitle, foot)
    return Drawn(_marks(chart, words, size, []), row_spec(chart, words))


def _marks(chart: RowChart, words: Words, size: Size, more: list[Key]) -> list[Scene]:
    """One panel for up to three models, else a panel each, else a table."""
    series = chart.series
    keys = [Key(name, i, hollow=_hollow(chart, i)) for i, name in enumerate(series)] if len(series) > 1 else []
    if len(series) <= IN_ONE_PANEL or not chart.rows:
        return draw_rows(chart, words, size, keys=keys + more)
    return draw_panels(chart, words, size, more) if panels_fit(chart, size) else draw_table(chart, words, size, more)


def _hollow(chart: RowChart, series: int) -> bool:
    return any(v.hollow for r in chart.rows for v in r.values if v.series == series)


def _words(plan: BarPlan, facts: Facts | None, reference: Reference | None, drawn: str) -> Words:
    scores = [b.score for g in plan.percentiles for b in g.bars if b is not None]
    subtitle = f"Percentile among people who sat the exam · {drawn}"
    if len(plan.percentiles) > 1 and len(plan.series) > 1:
        subtitle += f" · exams from low to high by {plan.baseline}"
    left_out = [*_left_out(plan), _without_interval(plan, percents=False), reference.note if reference else ""]
    foot = foot_lines(scores, facts, left_out) if scores else (" ".join(filter(None, left_out)),)
    return Words(percentile_finding(plan), subtitle, foot)


def _left_out(plan: BarPlan) -> list[str]:
    told = []
    if plan.percents:
        names = ", ".join(g.label for g in plan.percents)
        count = len(plan.percents)
        told.append(f"Not shown: {count} exam{'s' if count > 1 else ''} without a published percentile ({names}).")
    if plan.left_out:
        names = "; ".join(f"{exam}, {series}" for exam, series in plan.left_out)
        told.append(f"No percentile for: {names}.")
    dagger = [g for g in plan.percentiles if "‡" in g.label]
    if dagger:
        told.append("‡ percent at or below.")
    if any(b is not None and b.score.reported_set.incomplete for g in plan.percentiles for b in g.bars):
        told.append("‖ incomplete: questions failed.")
    return told


def _without_interval(plan: BarPlan, *, percents: bool) -> str:
    """The results that are drawn without an interval, by name: none is left away in silence."""
    groups = plan.percents if percents else plan.percentiles
    bare = [(g.label, b.series) for g in groups for b in g.bars if b is not None and b.interval is None]
    if not bare:
        return ""
    everything = sum(b is not None for g in groups for b in g.bars)
    if len(bare) == everything:
        return "No interval is known for these results." if everything > 1 else "No interval is known for it."
    by_exam: dict[str, list[str]] = {}
    for exam, series in bare:
        by_exam.setdefault(exam, []).append(series)
    taken = {g.label: sum(b is not None for b in g.bars) for g in groups}
    names = [exam if len(own) == taken[exam] else f"{exam} ({', '.join(own)})" for exam, own in by_exam.items()]
    return f"No interval is known for: {'; '.join(names)}."
