"""Clean against all, reliability and cutoff, looked at as they were written."""

from __future__ import annotations

from pathlib import Path

import made_runs
import pytest
from drawn_svg import DrawnSvg

from examsim.results.calibrations import reliabilities
from reports.charts.clean_chart import clean_finding, clean_points, draw_clean
from reports.charts.cutoff_chart import CutoffChart, Share, Side, draw_cutoff
from reports.charts.reliability_chart import draw_reliability
from reports.drawing.frame import SIZES, WidthName
from reports.drawing.picture_files import write_picture
from reports.row_charts.drawn import Drawn
from reports.scored_run import ScoredRun, read_runs

WIDTHS: tuple[WidthName, ...] = ("column", "page", "slide")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[ScoredRun]:
    folder = tmp_path_factory.mktemp("runs")
    for model, skill in (("gpt-4", 0.8), ("gpt-3.5", 0.5), ("Qwen3-235B-A22B-Thinking-2507-FP8", 0.6)):
        made_runs.run(folder / model, model, skill=skill)
    return read_runs([folder])


def seen(drawn: Drawn, folder: Path) -> list[DrawnSvg]:
    pages = [DrawnSvg(path) for path in write_picture(drawn.scenes, folder / "chart", ("svg",))]
    for page in pages:
        assert page.overlaps() == [] and page.outside() == []
        assert min(t.size for t in page.texts) >= 7
    return pages


@pytest.mark.parametrize("width", WIDTHS)
def test_the_dumbbell_has_both_scores_and_the_paired_interval(
    runs: list[ScoredRun], width: WidthName, tmp_path: Path
) -> None:
    changes = {r.id: (-12.0, 3.0) for r in runs}
    page = seen(draw_clean(runs, SIZES[width], changes), tmp_path)[0]
    assert len(page.of("value")) == 2 * len(runs) and len(page.of("interval")) == len(runs)
    wide = [p.ends[1] - p.ends[0] for p in page.of("interval")]
    assert min(wide) == pytest.approx(max(wide), rel=0.01)  # 15 points each


def test_the_largest_drop_comes_first_and_the_title_counts_what_is_beyond_chance(runs: list[ScoredRun]) -> None:
    points = clean_points(runs, {runs[0].id: (-9.0, -1.0), runs[1].id: (-9.0, 1.0), runs[2].id: (-2.0, 2.0)})
    assert "1 of 3 scores changes beyond chance" in clean_finding(points)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_reliability_diagram_has_count_and_interval_of_every_bin(
    runs: list[ScoredRun], width: WidthName, tmp_path: Path
) -> None:
    models = reliabilities(runs)
    pages = seen(draw_reliability(models, SIZES[width]), tmp_path)
    bins = [b for found in models.values() for b in found.bins]
    assert sum(len(p.of("interval")) for p in pages) == len(bins)
    words = [t.words for p in pages for t in p.texts]
    assert all(f"{b.count:,}" in words for b in bins)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_cutoff_chart_names_the_date_once_per_year_has_an_interval_and_says_p(
    width: WidthName, tmp_path: Path
) -> None:
    def share(right: int, of: int) -> Share:
        return Share(right, of, (max(0, right / of - 0.1), min(1, right / of + 0.1)))

    before = Side(share(59, 80), ((2020, share(32, 40)), (2021, share(27, 40))))
    after = Side(share(35, 52), ((2021, share(11, 12)), (2022, share(24, 40))))
    chart = CutoffChart("World", "gpt-4", "2021-09-01", before, after, 0.012, ("3 questions have no date",))
    page = seen(draw_cutoff(chart, SIZES[width]), tmp_path)[0]
    words = [t.words for t in page.texts]
    assert len(page.of("interval")) == 4 + 2 and len(page.of("cutoff")) == 1
    assert words.count("2021-09-01") == 1 and words.count("2021*") == 2
    said = " ".join(words)
    assert "p = 0.012" in said and "The date divides this year" in said and "3 questions have no date" in said
    assert "right on 74 % of the questions published before 2021-09-01, 67 % of those since" in said
