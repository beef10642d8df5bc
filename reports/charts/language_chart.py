"""One benchmark by language, as in Figure 5 of the GPT-4 report: a row a language, published values in grey."""

from __future__ import annotations

from collections.abc import Sequence

from exams.benchmark import Reference
from exams.counted import counted
from reports.charts.foot import Facts, foot_lines
from reports.drawing.frame import Size, Words
from reports.row_charts.drawn import Drawn
from reports.row_charts.row_layout import draw_rows
from reports.row_charts.rows import PERCENT_AXIS, Row, RowChart, Value
from reports.row_charts.vega_lite import row_spec
from reports.score_text import number
from reports.tables.language_rows import LanguageRow, language_names


def language_chart(rows: Sequence[LanguageRow], order: Sequence[str]) -> RowChart:
    """Languages from the best down, a bar for each model; published values stand among them by their size."""
    series = [s for s in order if s in {r.run.series for r in rows}]
    lanes: dict[str, dict[int, Value]] = {}
    for row in rows:
        lanes.setdefault(row.title, {})[series.index(row.run.series)] = _value(row, series.index(row.run.series))
    drawn = [Row(name, tuple((own[i],) if i in own else () for i in range(len(series)))) for name, own in lanes.items()]
    drawn += [_reference(r) for r in references(rows)]
    drawn.sort(key=lambda row: -max((v.at or 0.0 for v in row.values), default=0.0))
    return RowChart(tuple(drawn), tuple(series), PERCENT_AXIS, "bar")


def references(rows: Sequence[LanguageRow]) -> list[Reference]:
    """The published values that stand beside any of the runs, each once."""
    return list({(r.name, r.language, r.value): r for row in rows for r in row.run.score.references}.values())


def _reference(known: Reference) -> Row:
    spoken = language_names(known.language)[0] if known.language else ""
    said = (
        f"{known.name}, {spoken} {number(known.value)}"
        if known.kind == "model"
        else f"{known.name} {number(known.value)}"
    )
    value = Value(
        0,
        known.value,
        role="middle" if known.kind == "model" else "faint",
        data={"series": known.name, "language": known.language},
        title=f"{said}, {known.setting} ({known.provenance.source})",
    )
    return Row(said, ((value,),))


def _value(row: LanguageRow, index: int) -> Value:
    scores = row.run.score.reported_set
    data = {"exam": row.run.score.exam, "series": row.run.series, "language": row.tag, "run": row.run.id}
    if scores.value is None:
        return Value(index, None, text="no score", data=data)
    inside = None if scores.interval is None else (scores.interval.low, scores.interval.high)
    said = number(scores.value)
    return Value(index, scores.value, thin=inside, number=said, data=data, title=f"{row.title}, {row.run.name}: {said}")


def draw_languages(rows: Sequence[LanguageRow], order: Sequence[str], size: Size, facts: Facts | None = None) -> Drawn:
    """All pages of the chart."""
    scores = [r.run.score for r in rows]
    counts = sorted({s.full.questions for s in scores})
    many = counted(counts[0], "question") if len(counts) == 1 else f"{counts[0]:,}–{counts[-1]:,} questions"
    known = references(rows)
    told = [f"Each language on the same {many}, by their names."]
    if known:
        sources = "; ".join(dict.fromkeys(r.provenance.source for r in known))
        told.append(f"Grey: published values, on the whole set, English ones with other examples: {sources}.")
    by = dict.fromkeys(r.run.run.head.form.translated_by for r in rows if r.run.run.head.form.translated_by)
    told += [f"Translated by {', '.join(by)}."] if by else []
    values = {s.reported_set.value for s in scores}
    title = f"{rows[0].exam}: highest in {rows[0].name}, lowest in {rows[-1].name}"
    title = title if len(values) > 1 else f"{rows[0].exam}: the same in {len(rows)} languages"
    subtitle = f"{scores[0].score_name}, percent, by language · thin line = 95 % interval · grey = published"
    words = Words(title, subtitle, foot_lines(scores, facts, told))
    chart = language_chart(rows, order)
    return Drawn(draw_rows(chart, words, size), row_spec(chart, words))
