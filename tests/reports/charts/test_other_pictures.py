"""Differences, benchmarks, languages, sizes, populations and topics at every width: nothing small, covered or cut."""

from __future__ import annotations

from pathlib import Path

import made_runs
import made_scores
import pytest
from drawn_svg import DrawnSvg

from exams.benchmark import Reference
from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from exams.provenance import Provenance
from reports.charts.benchmark_chart import draw_benchmarks
from reports.charts.chart_set import ChartOptions, write_charts
from reports.charts.forest_chart import ForestRow, draw_forest
from reports.charts.percentile_bars import plan_bars
from reports.charts.percentile_chart import draw_bars, draw_points
from reports.drawing import fonts
from reports.drawing.frame import SIZES, WidthName
from reports.drawing.picture_files import write_picture
from reports.row_charts.drawn import Drawn
from reports.run_folder import read_run, read_score
from reports.scored_run import ScoredRun, read_runs
from scoring.score_exam import score_exam
from scoring.types import ExamScore, Grade, Interval

WIDTHS: tuple[WidthName, ...] = ("column", "page", "slide")
EVERY_WIDTH = pytest.mark.parametrize("width", WIDTHS)
LONG = "Qwen3-235B-A22B-Thinking-2507-FP8"


def looked_at(paths: list[Path]) -> list[DrawnSvg]:
    pages = [DrawnSvg(path) for path in paths if path.suffix == ".svg"]
    for page in pages:
        assert page.overlaps() == [] and page.outside() == []
        assert min(t.size for t in page.texts) >= 7
        assert not [t.words for t in page.texts if t.words.startswith("%") or t.words.lstrip("(").startswith("-")]
    return pages


def seen(drawn: Drawn, folder: Path) -> list[DrawnSvg]:
    return looked_at(write_picture(drawn.scenes, folder / "chart", ("svg",)))


@EVERY_WIDTH
def test_differences_have_their_intervals_and_a_minus_that_is_one(width: WidthName, tmp_path: Path) -> None:
    rows = [
        ForestRow("UBE", -4.8, -19.2, 9.6),
        ForestRow("AP English Language and Composition", 12.0, 3.0, 21.0),
        ForestRow("mean of exams (unweighted)", 3.6, -5.0, 12.2, overall=True),
    ]
    title = f"Mean of 2 exams: {LONG} 50.0 %, gpt-4 54.8 % (+3.60); of all questions: 38.6 %, 62.9 % (−24.24)"
    (page,) = seen(draw_forest(rows, LONG, "gpt-4", title, SIZES[width]), tmp_path)
    assert {"−4.8", "+12.0", "0"} <= {t.words for t in page.texts}
    lengths = [p.ends[1] - p.ends[0] for p in page.of("interval")]
    scale = lengths[0] / (9.6 + 19.2)
    assert lengths == pytest.approx([scale * (r.high - r.low) for r in rows], rel=0.01)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_runs.run(tmp_path_factory.mktemp("run") / "runs" / "r")


def published(name: str, value: float) -> Reference:
    source = Provenance(status="official", source="a report")
    return Reference(name=name, value=value, kind="model", setting="5-shot", provenance=source)


@EVERY_WIDTH
def test_a_published_value_with_the_longest_name_stays_on_the_paper(
    run: Path, width: WidthName, tmp_path: Path
) -> None:
    held = read_run(run)
    names = ("GPT-4 (March 2023), few-shot chain of thought, best of 32 by a verifier", f"lab/{LONG}-{'x' * 40}")
    references = tuple(published(name, 50.0 + n) for n, name in enumerate(names))
    changed = {
        "family": "benchmark",
        "references": references,
        "exam_short": "HellaSwag by likelihood of whole options",
    }
    score = read_score(held).model_copy(update=changed)
    drawn = draw_benchmarks([ScoredRun(held, score, "b", "b", LONG, "b.html")], [LONG], SIZES[width])
    pages = seen(drawn, tmp_path)
    said = "".join(t.words for page in pages for t in page.texts).replace(" ", "")
    assert "verifier50" in said and "xxx51" in said  # in a column a name may lose its middle, never its end
    assert width == "column" or "bestof32byaverifier50" in said
    assert len([p for page in pages for p in page.of("value")]) == 3


@EVERY_WIDTH
def test_all_charts_of_a_report_of_one_exam_fit(run: Path, width: WidthName, tmp_path: Path) -> None:
    runs = read_runs([run.parent])
    charts = write_charts(runs, tmp_path, ChartOptions(("svg",), width))
    assert {"result", "percentiles", "clean", "populations-ube", "topics-ube"} <= {c.name for c in charts}
    for chart in charts:
        looked_at(list(chart.files))
        assert chart.title and len(chart.alt) > len("Exam results")


def test_one_model_fills_the_paper_and_has_its_numbers(tmp_path: Path) -> None:
    score = made_scores.bare_score("LSAT", LONG, 87, 87, spread=10)
    (page,) = seen(draw_bars(plan_bars([score]), SIZES["page"]), tmp_path)
    said = [t.words for t in page.texts]
    assert "87–87" in said and any(LONG in words for words in said) and any("LSAT" in words for words in said)
    (bar,) = page.of("value")
    assert (bar.ends[1] - bar.ends[0]) / 0.87 > page.width / 2  # 0 to 100 takes more than half of the paper
    assert not any(t.corners[0][1] != t.corners[1][1] for t in page.texts)  # nothing is slanted


def rounded(short: str, value: float, percent: float, low: float, high: float) -> ExamScore:
    """A score of whole problems on a scale of its own, as LeetCode has it."""
    base = made_scores.bare_score(short, "gpt-4", None, None, percent=percent)
    interval = Interval(low=low, high=high)
    full = base.full.model_copy(update={"value": value, "interval": interval, "text": f"{value:g} / 45"})
    return base.model_copy(update={"score_max": 45, "full": full})


@EVERY_WIDTH
def test_no_interval_of_an_exam_without_percentiles_is_lost(width: WidthName, tmp_path: Path) -> None:
    scores = [rounded("LeetCode (hard)", 22, 50.0, 5, 42), rounded("LeetCode (easy)", 31, 68.3, 20, 39)]
    (page,) = seen(draw_points(plan_bars(scores), SIZES[width]), tmp_path)
    lengths = {p.exam: p.ends[1] - p.ends[0] for p in page.of("interval")}
    assert len(lengths) == 2
    assert lengths["leetcode-(hard)"] / lengths["leetcode-(easy)"] == pytest.approx((42 - 5) / (39 - 20), rel=0.02)


@EVERY_WIDTH
def test_codeforces_is_drawn_by_its_problems_with_their_interval(width: WidthName, tmp_path: Path) -> None:
    """Its practice contests are invented, so there is no percentile; a rating on an open scale is no percentage."""
    exam = load_exam("codeforces")
    form = practice_form(exam)
    grades = [
        Grade(question=q.id, section=q.section, points=float(n > 0), max_points=1, grader="t", grader_kind="tests")
        for n, q in enumerate(form.questions)
    ]
    score = score_exam(exam, form, grades, model="m", n_resamples=200)
    inside = score.full.sections[0].proportion_interval
    assert score.full.interval is not None and score.full.interval.high - score.full.interval.low > 300  # not 21
    assert score.full.percentiles == () and inside is not None and inside.high - inside.low > 0.2
    plan = plan_bars([score])
    assert plan.percentiles == ()
    (page,) = seen(draw_points(plan, SIZES[width]), tmp_path)
    axis = {t.words: (t.corners[0][0] + t.corners[1][0]) / 2 for t in page.texts if t.words in ("0 %", "100 %")}
    left, right = axis["0 %"], axis["100 %"]
    (line,) = page.of("interval")
    assert [(x - left) / (right - left) for x in line.ends] == pytest.approx([inside.low, inside.high], abs=0.02)


def test_no_line_begins_with_a_percent_sign() -> None:
    for room in range(60, 200, 7):
        lines = fonts.wrap("on average 62.9 % of all (54.8 %), 3 % and 100 %", room, 7)
        assert not [line for line in lines if line.startswith("%")]
        assert " ".join(lines) == "on average 62.9 % of all (54.8 %), 3 % and 100 %"
