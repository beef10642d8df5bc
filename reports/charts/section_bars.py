"""One run without a norm: its sections as bars in percent of points, with their intervals."""

from __future__ import annotations

from reports.charts.findings import one_result
from reports.charts.foot import Facts, foot_lines
from reports.drawing.frame import Size, Words
from reports.row_charts.drawn import Drawn
from reports.row_charts.row_layout import draw_rows
from reports.row_charts.rows import PERCENT_AXIS, Row, RowChart, Value
from reports.row_charts.vega_lite import row_spec
from reports.score_text import default_percentile, points
from scoring.types import ExamScore, SectionScore


def section_chart(score: ExamScore) -> RowChart:
    """A row for each section of the reported set, in the exam's order."""
    return RowChart(tuple(_row(s, score) for s in score.reported_set.sections), (score.model,), PERCENT_AXIS, "bar")


def draw_sections(score: ExamScore, size: Size, facts: Facts | None = None) -> Drawn:
    """All pages of the chart."""
    bare = [s.name for s in score.reported_set.sections if s.proportion is not None and s.proportion_interval is None]
    left_out = (f"No interval is known for: {', '.join(bare)}.",) if bare else ()
    known = default_percentile(score.reported_set) is not None  # its table may be none that can be drawn
    missing = "no curve of the test takers to draw it on" if known else "no percentile is known"
    subtitle = f"Percent of the points by section · bar = score, thin line = 95 % interval · {missing}"
    words = Words(one_result(score), subtitle, foot_lines([score], facts, left_out))
    chart = section_chart(score)
    return Drawn(draw_rows(chart, words, size), row_spec(chart, words))


def _row(section: SectionScore, score: ExamScore) -> Row:
    inside = section.proportion_interval
    value = Value(
        series=0,
        at=None if section.proportion is None else 100 * section.proportion,
        thin=None if inside is None else (100 * inside.low, 100 * inside.high),
        number=points(section) if section.proportion is not None else "",
        text="" if section.proportion is not None else points(section),
        data={"exam": score.exam, "section": section.section, "series": score.model},
        title=f"{section.name}: {points(section)}",
    )
    return Row(section.name, ((value,),))
