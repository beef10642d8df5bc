"""The exams of a percentile chart as rows: what is reported of each model, and what its marks say when pointed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.charts.pairs import blind_partners
from reports.charts.percentile_bars import Bar, Group
from reports.row_charts.rows import Axis, Row, RowChart, Style, Value, lanes_of

Behind = Mapping[str, tuple[tuple[float, str, str], ...]]  # exam → grey ticks: value, role, what it is


def exam_rows_of(
    groups: Sequence[Group], series: Sequence[str], axis: Axis, style: Style, behind: Behind | None = None
) -> RowChart:
    """One row an exam; a model without pictures shares the lane of the same model with them."""
    pairs = blind_partners(series)
    mixed = any(g.practice for g in groups) and not all(g.practice for g in groups)
    rows = []
    for group in groups:
        values = [_value(bar, index, group, pairs) for index, bar in enumerate(group.bars) if bar is not None]
        name = group.label + ("†" if mixed and group.practice else "")
        lanes = lanes_of(values, pairs) or ((),)
        rows.append(Row(name, _in_order(lanes, series, pairs), bool(pairs), (behind or {}).get(group.exam, ())))
    return RowChart(tuple(rows), tuple(series), axis, style)


def _in_order(
    lanes: tuple[tuple[Value, ...], ...], series: Sequence[str], pairs: Mapping[int, int]
) -> tuple[tuple[Value, ...], ...]:
    """A lane for every series that has one of its own, empty where it did not sit the exam: rows line up."""
    of = {pairs.get(v.series, v.series): lane for lane in lanes for v in lane}
    return tuple(of.get(i, ()) for i in range(len(series)) if i not in pairs or pairs[i] == i)


def _value(bar: Bar, index: int, group: Group, pairs: Mapping[int, int]) -> Value:
    number = bar.text + ("‖" if bar.score.reported_set.incomplete else "")
    data = {"exam": group.exam, "series": bar.series}
    if bar.run:
        data["run"] = bar.run
    return Value(
        series=index,
        at=bar.low,
        thick=bar.span,
        thin=bar.interval,
        number=number,
        hollow=index in pairs,
        data=data,
        title=_title(bar, group),
    )


def _title(bar: Bar, group: Group) -> str:
    reported = bar.score.reported_set
    told = f"{bar.series}, {group.label}: {reported.text}, {bar.text}"
    if bar.interval is not None:
        told += f"; 95 % by questions {bar.interval[0]:.0f}–{bar.interval[1]:.0f}"
    if bar.self_graded:
        told += "; graded by itself"
    return told
