"""Benchmarks side by side, as in Table 2 of the GPT-4 report: a bar for each model, grey bars for published values."""

from __future__ import annotations

from collections.abc import Sequence

from exams.benchmark import Reference
from reports.charts.foot import Facts, foot_lines
from reports.drawing.frame import Size, Words
from reports.exam_rows import in_table_2_order
from reports.row_charts.drawn import Drawn
from reports.row_charts.row_layout import draw_rows
from reports.row_charts.rows import PERCENT_AXIS, Row, RowChart, Value
from reports.row_charts.vega_lite import row_spec
from reports.score_text import number
from reports.scored_run import ScoredRun, by_exam


def benchmark_runs(runs: Sequence[ScoredRun]) -> list[ScoredRun]:
    """The runs of benchmarks among these, in the order of the report's Table 2."""
    return in_table_2_order((r for r in runs if r.score.family == "benchmark"), lambda run: run.score)


def benchmark_chart(runs: Sequence[ScoredRun], order: Sequence[str]) -> RowChart:
    """For each benchmark a row with the reported score of each model, then a grey row for each published value."""
    series = [s for s in order if s in {r.series for r in runs}]
    rows = []
    for taken in by_exam(runs).values():
        first = next(iter(taken.values())).score
        rows.append(
            Row(first.exam_short, tuple((_value(taken[s], i),) if s in taken else () for i, s in enumerate(series)))
        )
        rows += [_reference(first.exam, r) for r in first.references]
    return RowChart(tuple(rows), tuple(series), PERCENT_AXIS, "bar")


def _reference(exam: str, known: Reference) -> Row:
    """The number stands in the row's name: the columns at the right are the models'."""
    said = f"{known.name} {number(known.value)}"
    value = Value(
        0,
        known.value,
        role="middle" if known.kind == "model" else "faint",
        data={"exam": exam, "series": known.name},
        title=f"{said}{f', {known.setting}' if known.setting else ''} ({known.provenance.source})",
    )
    return Row(said, ((value,),))


def draw_benchmarks(runs: Sequence[ScoredRun], order: Sequence[str], size: Size, facts: Facts | None = None) -> Drawn:
    """All pages of the chart."""
    sources = dict.fromkeys(r.provenance.source for run in runs for r in run.score.references)
    told = [f"Grey: published values, asked otherwise than here and on the whole set ({'; '.join(sources)})."]
    sets = dict.fromkeys(f"{r.score.exam_short} {r.score.form}" for r in runs)
    told.append(f"Sets: {', '.join(sets)}.")
    subtitle = "Percent, by each benchmark's own rule · thin line = 95 % interval · grey = published, no percentiles"
    words = Words(_title(runs), subtitle, foot_lines([r.score for r in runs], facts, told))
    chart = benchmark_chart(runs, order)
    return Drawn(draw_rows(chart, words, size), row_spec(chart, words))


def _title(runs: Sequence[ScoredRun]) -> str:
    if len(runs) == 1:
        return f"{runs[0].series}: {runs[0].score.reported_set.text} on {runs[0].score.exam_short}"
    models, exams = len({r.series for r in runs}), len({r.score.exam for r in runs})
    return f"{models} model{'s' if models > 1 else ''} on {exams} benchmark{'s' if exams > 1 else ''}"


def _value(run: ScoredRun, index: int) -> Value:
    scores = run.score.reported_set
    data = {"exam": run.score.exam, "series": run.series, "run": run.id}
    if scores.value is None:
        return Value(index, None, text="no score", data=data)
    inside = None if scores.interval is None else (scores.interval.low, scores.interval.high)
    said = number(scores.value)
    return Value(index, scores.value, thin=inside, number=said, data=data, title=f"{run.name}: {said}")
