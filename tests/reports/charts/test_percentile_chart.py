"""The two percentile charts looked at as they were written: where their texts and intervals are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import made_scores
import pytest
from drawn_svg import DrawnSvg

from reports.charts.findings import percentile_finding
from reports.charts.percentile_bars import BarPlan, plan_bars
from reports.charts.percentile_chart import draw_bars, draw_points, draw_ranges
from reports.charts.reference import read_reference
from reports.drawing.frame import SIZES, WidthName
from reports.drawing.picture_files import write_picture
from reports.score_text import default_percentile
from scoring.types import ExamScore

NAMES = (
    "AP Environmental Science", "LSAT", "Uniform Bar Exam", "GRE Quantitative",
    "SAT Evidence-Based Reading and Writing",
    "USABO Semifinal", "AP US Government", "Codeforces", "AMC 12",
)  # fmt: skip
MODELS = ("gpt-3.5-sim", "gpt-4-no-vision", "gpt-4", "Qwen3-235B-A22B-Thinking-2507-FP8", "llama-3-8b-sim")
WIDTHS: tuple[WidthName, ...] = ("column", "page", "slide")


def suite(models: int, exams: int = 34, without: int = 8) -> list[ExamScore]:
    """So many exams by so many models; the last ones without a percentile."""
    scores = []
    for e, (m, model) in product(range(exams), enumerate(MODELS[:models])):
        low = None if e >= exams - without else float((7 * e + 19 * m) % 90)
        high = None if low is None else min(100.0, low + (e % 3) * 9)
        name = f"{NAMES[e % len(NAMES)]} {e}"
        scores.append(made_scores.bare_score(name, model, low, high, spread=6 + e % 5, percent=float(30 + e + m)))
    return scores


@dataclass(frozen=True)
class Drawn:
    plan: BarPlan
    pages: list[DrawnSvg]


def drawn(folder: Path, style: str, models: int, width: WidthName, exams: int = 34) -> Drawn:
    plan = plan_bars(suite(models, exams, without=exams // 4))
    draw = {"bars": draw_bars, "ranges": draw_ranges}[style]
    paths = write_picture(draw(plan, SIZES[width]).scenes, folder / style, ("svg",))
    return Drawn(plan, [DrawnSvg(path) for path in paths])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("models", [1, 2, 3, 5])
@pytest.mark.parametrize("style", ["bars", "ranges"])
def test_no_text_is_small_covers_another_or_leaves_the_paper(
    style: str, models: int, width: WidthName, tmp_path: Path
) -> None:
    for page in drawn(tmp_path, style, models, width).pages:
        assert page.width == pytest.approx(72 * page.inches)  # so that a font size is in points
        assert min(t.size for t in page.texts) >= 7
        assert page.overlaps() == []
        assert page.outside() == []
        assert page.height <= SIZES[width].height + 1


def test_the_widths_are_those_of_a_column_a_page_and_a_slide(tmp_path: Path) -> None:
    found = [drawn(tmp_path, "bars", 2, width, 4).pages[0].inches for width in WIDTHS]
    assert found == pytest.approx([3.35, 7.0, 13.33], abs=0.005)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("models", [1, 3, 5])
@pytest.mark.parametrize("style", ["bars", "ranges"])
def test_every_interval_of_the_scores_is_drawn_from_end_to_end(
    style: str, models: int, width: WidthName, tmp_path: Path
) -> None:
    found = drawn(tmp_path, style, models, width)
    expected = {
        (bar.score.exam, bar.series): default_percentile(bar.score.reported_set).interval  # type: ignore[union-attr]
        for group in found.plan.percentiles
        for bar in group.bars
        if bar is not None
    }
    drawn_of: set[tuple[str, str]] = set()
    for page in found.pages:
        upright = any(t.corners[0][1] != t.corners[1][1] for t in page.texts)  # slanted names: bars stand
        seen: dict[tuple[str, str], list[float]] = {}
        for part in page.of("interval"):
            places = [y if upright else x for x, y in part.points]
            seen.setdefault((part.exam, part.series), []).extend(places)
        lengths = [
            (max(places) - min(places)) / (held.high - held.low)
            for key, places in seen.items()
            if (held := expected[key]) is not None
        ]
        assert min(lengths) == pytest.approx(max(lengths), rel=0.03)  # one scale for all of them
        drawn_of |= set(seen)
    assert drawn_of == set(expected)


def test_bars_are_as_long_as_the_lower_bounds(tmp_path: Path) -> None:
    found = drawn(tmp_path, "bars", 2, "page", 6)
    page, wide = found.pages[0], {}
    for group in found.plan.percentiles:
        for bar in group.bars:
            assert bar is not None
            wide[group.exam, bar.series] = bar.low
    for part in page.of("value"):
        low = wide[part.exam, part.series]
        ends = part.ends[1] - part.ends[0]
        if low > 5:
            assert ends / low == pytest.approx(_scale(page, wide), rel=0.01)


def _scale(page: DrawnSvg, lows: dict[tuple[str, str], float]) -> float:
    part = max(page.of("value"), key=lambda p: lows[p.exam, p.series])
    return (part.ends[1] - part.ends[0]) / lows[part.exam, part.series]


def test_up_to_three_models_share_a_panel_then_each_has_its_own_or_a_column_of_numbers(tmp_path: Path) -> None:
    three = drawn(tmp_path, "ranges", 3, "page").pages[0]
    assert [t.words for t in three.texts].count("median test taker") == 1
    slide = drawn(tmp_path, "ranges", 5, "slide").pages[0]
    assert [t.words for t in slide.texts].count("50th") == 5
    column = drawn(tmp_path, "ranges", 5, "column").pages
    assert sum(len(page.of("value")) for page in column) == 5 * 26


def test_bars_stand_side_by_side_where_they_fit_else_lie_in_rows(tmp_path: Path) -> None:
    asked: tuple[tuple[int, WidthName], ...] = ((3, "page"), (5, "page"), (3, "column"))
    pages = [drawn(tmp_path, "bars", models, width).pages[0] for models, width in asked]
    slanted = [any(t.corners[0][1] != t.corners[1][1] for t in page.texts) for page in pages]
    assert slanted == [True, False, False]


def test_vision_lies_over_no_vision_in_one_lane(tmp_path: Path) -> None:
    scores = [
        made_scores.bare_score("LSAT", "gpt-4-no-vision", 40, 40),
        made_scores.bare_score("LSAT", "gpt-4", 80, 80),
    ]
    path = write_picture(draw_bars(plan_bars(scores), SIZES["page"]).scenes, tmp_path / "pair", ("svg",))[0]
    values = DrawnSvg(path).of("value")
    assert [v.series for v in values] == ["gpt-4", "gpt-4-no-vision"]  # the longer one first, the other upon it
    assert {y for _, y in values[0].points} == {y for _, y in values[1].points}


def test_the_title_is_the_finding_and_the_foot_says_what_is_left_out(tmp_path: Path) -> None:
    scores = [
        made_scores.bare_score("A", "strong", 60, 60), made_scores.bare_score("B", "strong", 50, 50),
        made_scores.bare_score("A", "weak", 20, 20), made_scores.bare_score("B", "weak", 70, 70),
        made_scores.bare_score("C", "strong", None, None),
    ]  # fmt: skip
    plan = plan_bars(scores)
    assert percentile_finding(plan) == "strong beats the median test taker in 2 of 2 exams, weak in 1"
    path = write_picture(draw_ranges(plan, SIZES["page"]).scenes, tmp_path / "r", ("svg",))[0]
    said = " ".join(t.words for t in DrawnSvg(path).texts)
    assert "strong beats the median test taker in 2 of 2 exams, weak in 1" in said
    assert "Not shown: 1 exam without a published percentile (C)." in said
    assert "No interval is known for these results." in said
    assert "25 questions an exam" in said and "Graded by answer keys." in said


def test_an_exam_without_percentile_is_drawn_in_a_chart_of_its_own(tmp_path: Path) -> None:
    plan = plan_bars(suite(2, 8, without=3))
    path = write_picture(draw_points(plan, SIZES["page"]).scenes, tmp_path / "points", ("svg",))[0]
    assert {p.exam for p in DrawnSvg(path).of("value")} == {g.exam for g in plan.percents}
    bars = write_picture(draw_bars(plan, SIZES["page"]).scenes, tmp_path / "bars", ("svg",))[0]
    assert not {p.exam for p in DrawnSvg(bars).of("value")} & {g.exam for g in plan.percents}


def test_published_values_are_drawn_in_grey_at_their_place(tmp_path: Path) -> None:
    score = made_scores.bare_score("LSAT", "mine", 70, 70, spread=5).model_copy(update={"exam": "lsat"})
    drawing = draw_ranges(plan_bars([score]), SIZES["page"], None, read_reference("gpt4-report"))
    svg = DrawnSvg(write_picture(drawing.scenes, tmp_path / "ref", ("svg",))[0])
    ticks = sorted(p.points[0][0] for p in svg.of("reference"))
    low, high = (v for v in (svg.of("interval")[0].ends))
    scale = (high - low) / 10  # the interval is 65 to 75
    assert [65 + (x - low) / scale for x in ticks] == pytest.approx([40, 83, 88], abs=0.2)
    assert any("GPT-4 (published)" in t.words for t in svg.texts)
    assert all(p.classes.removeprefix("s-") in ("quiet", "middle", "faint") for p in svg.of("reference"))


def test_one_svg_serves_both_themes_and_tells_the_finding(tmp_path: Path) -> None:
    page = drawn(tmp_path, "ranges", 3, "page", 6)
    text = (tmp_path / "ranges.svg").read_text(encoding="utf-8")
    assert "prefers-color-scheme:dark" in text and "<image" not in text
    assert percentile_finding(page.plan) in page.pages[0].root.attrib["aria-label"]


@pytest.mark.slow
def test_the_same_scores_give_the_same_bytes_in_every_format(tmp_path: Path) -> None:
    plan = plan_bars(suite(2, 2, without=0))
    written = [
        [p.read_bytes() for p in write_picture(draw_ranges(plan, SIZES["column"]).scenes, tmp_path / name)]
        for name in ("one", "two")
    ]
    assert written[0] == written[1]


def test_pages_of_an_earlier_longer_chart_are_taken_away(tmp_path: Path) -> None:
    (tmp_path / "bars-2.svg").write_text("old")
    drawn(tmp_path, "bars", 1, "page", 4)
    assert not (tmp_path / "bars-2.svg").exists()
