"""What the charts of a report need and reports do not compute: paired changes, the population's curve, calibration."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam
from examsim.results.calibrations import reliabilities
from examsim.results.language_tests import language_tests
from examsim.results.population_curves import population_curve
from reports.charts.chart_set import ChartData
from reports.run_folder import Run
from reports.scored_run import ScoredRun
from scoring.comparisons.clean_change import clean_change
from scoring.types import Grade


def chart_data(runs: Sequence[ScoredRun]) -> ChartData:
    """The changes of all runs; the curve where there is a single run, whose chart it is."""
    exam_of = cache(load_exam)  # read once a report, not once a run
    changes = {r.id: change for r in runs if (change := _change(r, exam_of)) is not None}
    curves = {}
    if len(runs) == 1 and (curve := population_curve(runs[0].run, runs[0].score)) is not None:
        curves[runs[0].id] = curve
    return ChartData(changes, curves, language_tests(runs), reliabilities(runs))


def _change(run: ScoredRun, exam_of: Callable[[str], Exam]) -> tuple[float, float] | None:
    found = run.score.contamination
    if found is None or not found.flagged or run.run.form is None:
        return None
    try:
        exam = exam_of(run.run.head.exam.path or run.run.head.exam.id)
        change = clean_change(exam, run.run.form, _counting(run.run), set(found.flagged))
    except InputError:
        return None  # the exam's folder is not on this machine: the chart says that no interval is known
    return None if change is None else (change[1].low, change[1].high)


def _counting(run: Run) -> Sequence[Grade]:
    """The grade that counts of each question: the last one."""
    return [grades[-1] for grades in run.grades_of.values() if grades]
