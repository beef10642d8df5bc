"""One chart draws one convention, and each exam's name carries the year of its population."""

from __future__ import annotations

from pathlib import Path

from small_exams import form_of, graded

from exams.files.exam_folder import load_exam
from examsim.results.told_first import told_first_as_of
from reports.charts.percentile_bars import plan_bars
from reports.run_folder import ExamHead, Run, RunFormHead, RunHead
from reports.score_text import default_percentile
from scoring.score_exam import score_exam
from scoring.types import ExamScore


def scored(exam_id: str, right: int, of: int) -> ExamScore:
    exam = load_exam(exam_id)
    grades = graded(exam.section[0].id, [1.0] * right + [0.0] * (of - right))
    return score_exam(exam, form_of(grades), grades, model="m", n_resamples=0)


def test_percent_at_or_below_is_drawn_as_percent_below_beside_the_others() -> None:
    sat, lsat = scored("sat-math", 51, 58), scored("lsat", 85, 100)
    groups = {g.exam: g for g in plan_bars([sat, lsat]).percentiles}
    found = default_percentile(sat.full)
    assert found is not None and found.percentile_definition == "at_or_below" and found.below is not None
    bar = groups["sat-math"].bars[0]
    assert bar is not None and bar.low in (found.below, found.by_scale.low if found.by_scale else found.below)
    assert found.below < (found.low or 0)
    assert groups["sat-math"].label == "SAT Math, 2026" and groups["lsat"].label == "LSAT, 2023–26"


def test_a_report_as_of_2023_tells_the_population_of_then(tmp_path: Path) -> None:
    score = scored("gre-quantitative", 33, 40)
    head = RunHead(schema="examsim.run/1", id="r", exam=ExamHead(id=score.exam), form=RunFormHead(id="f"), model="m")
    then = told_first_as_of(Run(folder=tmp_path, head=head), score, "2023")
    now, before = default_percentile(score.reported_set), default_percentile(then.reported_set)
    assert now is not None and before is not None
    assert (now.norm, before.norm, then.as_of) == ("2022-2025", "2015-2018", "2023")
