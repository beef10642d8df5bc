"""The chart of a single run: a point on the population's own curve, or the sections where there is no norm."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn_svg import DrawnSvg
from small_exams import form_of, graded

from exams.files.exam_folder import load_exam
from examsim.results.population_curves import population_curve
from reports.charts.population_curve import draw_curve, has_curve
from reports.charts.section_bars import draw_sections
from reports.drawing.frame import SIZES, WidthName
from reports.drawing.picture_files import write_picture
from reports.run_folder import ExamHead, Run, RunFormHead, RunHead
from reports.score_text import default_percentile
from scoring.score_exam import score_exam
from scoring.types import ExamScore


def taken(exam_id: str, right: int, of: int) -> tuple[Run, ExamScore]:
    exam = load_exam(exam_id)
    grades = [g for s in exam.section for g in graded(s.id, [1.0] * right + [0.0] * (of - right))]
    score = score_exam(exam, form_of(grades), grades, model="m", n_resamples=200)
    head = RunHead(schema="examsim.run/1", id="r", exam=ExamHead(id=exam_id), form=RunFormHead(id="f"), model="m")
    return Run(folder=Path(), head=head, score=score), score


@pytest.mark.parametrize("width", ["column", "page", "slide"])
@pytest.mark.parametrize(("exam", "right", "of"), [("lsat", 30, 40), ("ube", 20, 28), ("ap-biology", 9, 12)])
def test_the_curve_holds_point_and_bands_and_no_text_covers_another(
    exam: str, right: int, of: int, width: WidthName, tmp_path: Path
) -> None:
    run, score = taken(exam, right, of)
    curve = population_curve(run, score)
    assert curve is not None and has_curve(score, curve)
    svg = DrawnSvg(write_picture(draw_curve(score, curve, SIZES[width]).scenes, tmp_path / "c", ("svg",))[0])
    assert svg.overlaps() == [] and svg.outside() == [] and min(t.size for t in svg.texts) >= 7
    inside, reported = svg.of("interval")[0], svg.of("score-interval")[0]
    point = svg.of("value")[0]
    middle = sum(x for x, _ in point.points) / len(point.points)
    assert reported.ends[0] - 1 <= middle <= reported.ends[1] + 1
    line = svg.of("curve")[0].points
    assert [y for _, y in line] == sorted((y for _, y in line), reverse=True)  # it never falls
    found = default_percentile(score.reported_set)
    assert found is not None and found.interval is not None
    top, bottom = min(y for _, y in inside.points), max(y for _, y in inside.points)
    axis = {t.words: t.corners[0][1] for t in svg.texts if t.words in ("0", "100th")}
    scale = (axis["0"] - axis["100th"]) / 100
    assert (bottom - top) / scale == pytest.approx(found.interval.high - found.interval.low, abs=0.5)


def test_pass_marks_are_ticks_under_the_axis(tmp_path: Path) -> None:
    run, score = taken("ube", 20, 28)
    curve = population_curve(run, score)
    assert curve is not None
    svg = DrawnSvg(write_picture(draw_curve(score, curve, SIZES["page"]).scenes, tmp_path / "c", ("svg",))[0])
    assert len(svg.of("pass")) == len({p.cut_score for p in score.reported_set.passes})


def test_without_a_norm_the_sections_are_bars_with_their_intervals(tmp_path: Path) -> None:
    run, score = taken("mksap", 15, 20)
    assert population_curve(run, score) is None
    svg = DrawnSvg(write_picture(draw_sections(score, SIZES["page"]).scenes, tmp_path / "s", ("svg",))[0])
    assert len(svg.of("value")) == len(score.reported_set.sections)
    assert svg.of("interval")
    assert any("15 / 20" in t.words for t in svg.texts)


@pytest.mark.parametrize("known", [True, False])
def test_a_percentile_in_the_title_is_not_denied_below_it(known: bool, tmp_path: Path) -> None:
    _, score = taken("ube", 20, 28)
    if not known:
        score = score.model_copy(update={"full": score.full.model_copy(update={"percentiles": ()}), "clean": None})
    svg = DrawnSvg(write_picture(draw_sections(score, SIZES["page"]).scenes, tmp_path / "s", ("svg",))[0])
    said = " ".join(t.words for t in svg.texts)
    assert ("no percentile is known" in said) != known
    assert ("th percentile" in said) == known
