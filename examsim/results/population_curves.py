"""The cumulative curve of the population among which a score is told: rows of the exam's norm table, for a chart."""

from __future__ import annotations

from exams.errors import InputError
from exams.files.exam_folder import load_exam
from reports.charts.population_curve import CurvePoint, PopulationCurve
from reports.run_folder import Run
from reports.score_text import default_percentile
from scoring.scales.percentile import norm_tables
from scoring.scales.place import NormTable, place
from scoring.types import ExamScore

STEPS = 80


def population_curve(run: Run, score: ExamScore) -> PopulationCurve | None:
    """The curve of the percentile that is told first; None where the exam or this norm is not to be had any more."""
    found = default_percentile(score.reported_set)
    if found is None:
        return None
    try:
        exam = load_exam(run.head.exam.path or run.head.exam.id)
    except InputError:
        return None  # the run was read from another machine: its own exam folder is not here
    table = next((t for t in norm_tables(exam) if t.norm.id == found.norm), None)
    if table is None:
        return None
    if table.norm.curve is not None:
        return PopulationCurve(found.norm, _along(table, score), fitted=table.norm.curve.why)
    rows = [(r.score, r.low, r.high) for r in table.rows]
    points = tuple(CurvePoint(s, low, high) for s, low, high in rows if low is not None and high is not None)
    return PopulationCurve(found.norm, points, table.norm.sparse)


def _along(table: NormTable, score: ExamScore) -> tuple[CurvePoint, ...]:
    """Points of a norm that is a curve, over the whole scale of the exam."""
    curve = table.norm.curve
    assert curve is not None
    low = max(score.score_min, curve.mean - 4 * curve.sd)
    high = min(curve.mean + 4 * curve.sd, curve.mean + 4 * curve.sd if score.score_max is None else score.score_max)
    points = []
    for step in range(STEPS + 1):
        at = low + (high - low) * step / STEPS
        found = place(table, at)
        if found.low is not None and found.high is not None:
            points.append(CurvePoint(at, found.low, found.high))
    return tuple(points)
