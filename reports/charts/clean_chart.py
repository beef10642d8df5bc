"""What a score loses without the questions found in the corpus: a dumbbell for each run, the largest drop first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exams.counted import agree, counted
from reports.charts.foot import Facts, foot_lines
from reports.drawing.frame import Key, Size, Words
from reports.row_charts.drawn import Drawn
from reports.row_charts.row_layout import draw_rows
from reports.row_charts.rows import PERCENT_AXIS, Row, RowChart, Value
from reports.row_charts.vega_lite import row_spec
from reports.score_text import signed
from reports.scored_run import ScoredRun, series_of

Span = tuple[float, float]
INTERVAL = (
    "Thin line: where the score without them may lie beside the score on all questions (95 %, paired: the same draw "
    "of questions for both); one score in twenty lies beyond chance by chance. A rise is possible: what was found may "
    "have been hard."
)


@dataclass(frozen=True)
class CleanPoint:
    """One run: percent of points on all questions and without those found; the interval is of their difference."""

    run: ScoredRun
    full: float
    clean: float
    share: float
    change: Span | None = None

    @property
    def beyond_chance(self) -> bool:
        """Whether the whole interval lies on one side of no change."""
        return self.change is not None and (self.change[1] < 0 or self.change[0] > 0)


def clean_points(runs: Sequence[ScoredRun], changes: Mapping[str, Span] | None = None) -> list[CleanPoint]:
    """One point for each run of which something was found and both percents are known; `changes` by run id."""
    points = []
    for run in runs:
        found = run.score.contamination
        full, clean = run.score.full.percent, run.score.clean.percent if run.score.clean else None
        if found is not None and found.flagged and full is not None and clean is not None:
            points.append(CleanPoint(run, full, clean, found.share or 0.0, (changes or {}).get(run.id)))
    return points


def clean_chart(points: Sequence[CleanPoint], series: Sequence[str]) -> RowChart:
    """Exams down, sorted by their largest drop; a lane for each model."""
    exams: dict[str, list[CleanPoint]] = {}
    for point in points:
        exams.setdefault(point.run.row, []).append(point)
    ordered = sorted(exams.values(), key=lambda own: (min(p.clean - p.full for p in own), own[0].run.score.exam_short))
    rows = []
    for own in ordered:
        of = {p.run.series: p for p in own}
        lanes = tuple(_pair(of[s], i) if s in of else () for i, s in enumerate(series))
        rows.append(Row(own[0].run.score.exam_short, lanes, joined=True))
    return RowChart(tuple(rows), tuple(series), PERCENT_AXIS, "mark", numbers=len(series) < 3)


def _pair(point: CleanPoint, series: int) -> tuple[Value, Value]:
    change = point.clean - point.full
    data = {"exam": point.run.score.exam, "series": point.run.series, "run": point.run.id}
    told = f"{point.run.series}, {point.run.score.exam_short}: {point.full:.0f} % of all, {point.clean:.0f} % without"
    thin = None if point.change is None else (point.full + point.change[0], point.full + point.change[1])
    return (
        Value(series, point.full, hollow=True, data={**data, "set": "full"}, title=told),
        Value(series, point.clean, thin=thin, number=signed(change), data=data, title=told),
    )


def clean_finding(points: Sequence[CleanPoint]) -> str:
    """'Without the questions found, 3 of 75 scores change by more than chance; on average by −0.4 points'."""
    mean = sum(p.clean - p.full for p in points) / len(points)
    beyond = sum(p.beyond_chance for p in points)
    average = f"{signed(mean)} {agree(abs(round(mean, 1)), 'point')}"
    known = [p for p in points if p.change is not None]
    if len(points) == 1:
        verdict = "" if not known else ", beyond chance" if beyond else ", within chance"
        return f"Without the questions found, {points[0].run.score.exam_short} changes by {average}{verdict}"
    many = (
        f"{beyond} of {counted(len(points), 'score')} {agree(beyond, 'changes', 'change')} beyond chance"
        if known
        else counted(len(points), "score changes", "scores change")
    )
    return f"Without the questions found in the corpus {many}; on average by {average}"


def draw_clean(
    runs: Sequence[ScoredRun],
    size: Size,
    changes: Mapping[str, Span] | None = None,
    facts: Facts | None = None,
    order: Sequence[str] = (),
) -> Drawn:
    """All pages; needs at least one point."""
    points = clean_points(runs, changes)
    present = {p.run.series for p in points}
    series = [s for s in (order or series_of(runs)) if s in present]
    bare = [f"{p.run.score.exam_short} ({p.run.series})" for p in points if p.change is None]
    left_out = [f"No interval is known for: {', '.join(bare)}."] if bare and len(bare) < len(points) else []
    left_out += ["No interval is known for these changes."] if len(bare) == len(points) else []
    out = len(runs) - len(points)
    left_out += (
        [f"Not shown: {out} run{'s' if out > 1 else ''} of which nothing was found, or too little was left."]
        if out
        else []
    )
    subtitle = "Percent of points · hollow = all questions, filled = without those found · sorted by the largest drop"
    foot = foot_lines([p.run.score for p in points], facts, left_out, interval=INTERVAL)
    words = Words(clean_finding(points), subtitle, foot)
    keys = [Key(s, i) for i, s in enumerate(series)] if len(series) > 1 else []
    chart = clean_chart(points, series)
    return Drawn(draw_rows(chart, words, size, keys=keys), row_spec(chart, words))
