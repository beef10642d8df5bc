"""Forecasts, preferences and Figure 4 beside its replay, looked at as they were written."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn_svg import DrawnSvg

from reports.charts.figure4_chart import PrintedBar, draw_figure4
from reports.charts.log_axis import axis_of
from reports.charts.preference_chart import draw_preferences
from reports.charts.scaling_chart import draw_scaling
from reports.drawing.frame import SIZES, WidthName
from reports.drawing.picture_files import write_picture
from reports.row_charts.drawn import Drawn
from scoring.types import Interval
from scoring.types.forecast import Bounds, FittedPoint, ForecastRecord, ForecastReport, Panel
from scoring.types.preference import PairRecord, PositionRecord, PreferenceReport, RankingRecord, Rate, StrengthRecord

WIDTHS: tuple[WidthName, ...] = ("column", "page", "slide")
EVERY_WIDTH = pytest.mark.parametrize("width", WIDTHS)


def looked_at(paths: list[Path]) -> list[DrawnSvg]:
    pages = [DrawnSvg(path) for path in paths if path.suffix == ".svg"]
    for page in pages:
        assert page.overlaps() == [] and page.outside() == []
        assert min(t.size for t in page.texts) >= 7
    return pages


def seen(drawn: Drawn, folder: Path) -> list[DrawnSvg]:
    return looked_at(write_picture(drawn.scenes, folder / "chart", ("svg",)))


def forecast(compute: float, median: float) -> ForecastRecord:
    ends = (Bounds(level=0.8, low=median * 0.94, high=median * 1.05),)
    return ForecastRecord(compute=compute, median=median, intervals=ends, decades=1.0)


def panel(name: str, measure: str = "loss") -> Panel:
    points = [FittedPoint(model=f"m{n}", compute=10.0 ** (17 + n), value=4.1 * 0.85**n, fitted=n < 5) for n in range(6)]
    curve = tuple(forecast(p.compute, p.value) for p in points)
    made = (forecast(1e23, 1.5),)
    return Panel(
        name=name,
        measure=measure,
        formula="L(C) = a·C^b + c",
        points=tuple(points),
        parameters=(),
        forecasts=made,
        curve=curve,
    )


@EVERY_WIDTH
@pytest.mark.parametrize("panels", [1, 5])
@pytest.mark.parametrize("as_report", [False, True])
def test_a_forecast_shows_every_point_its_band_and_its_interval(
    width: WidthName, panels: int, as_report: bool, tmp_path: Path
) -> None:
    laws = tuple(panel(f"task {n} of a suite with a long name") for n in range(panels))
    report = ForecastReport(law="loss", source="points.csv", unit="FLOP", panels=laws)
    results = [(laws[0].name, 1e23, 1.48)]
    pages = seen(draw_scaling(report, SIZES[width], results=results, as_report=as_report), tmp_path)
    assert sum(len(p.of("value")) for p in pages) == 6 * panels
    assert sum(len(p.of("forecast")) for p in pages) == panels == sum(len(p.of("curve")) for p in pages)
    assert sum(len(p.of("interval")) for p in pages) == 2 * panels  # band and line
    assert sum(len(p.of("result")) for p in pages) == 1
    assert "1e" in " ".join(t.words for t in pages[0].texts)


def test_a_logarithmic_axis_puts_values_where_they_stand() -> None:
    axis = axis_of([1e17, 1e23], whole=True)
    place = axis.on(0, 100)
    assert place(1e20) == pytest.approx(50) and place(1) == 0 and place(1e30) == 100
    assert [word for _, word in axis.ticks] == [f"1e{n}" for n in range(17, 24)]
    near = axis_of([2.41, 2.44])
    assert 3 <= len(near.ticks) <= 8 and len({w for _, w in near.ticks}) == len(near.ticks)
    even = axis_of([0.2, 0.9], even=True)
    assert even.on(0, 1)(0.55) == pytest.approx(0.5)


def ranked(*strengths: float) -> PreferenceReport:
    models = tuple(
        StrengthRecord(
            model=f"model-{n}-with-a-long-name-instruct",
            log_strength=s,
            interval=Interval(low=s - 0.3, high=s + 0.2, level=0.95),
            elo=1000 + 100 * s,
            share=0.2,
            groups="ab"[n % 2 : n % 2 + 1],
        )
        for n, s in enumerate(strengths)
    )
    position = PositionRecord(first_won=0, decided=0, p_value=None, interval=None)
    ranking = RankingRecord(ties="half", models=models)
    return PreferenceReport(source="votes.csv", layout="pairs", pairs=(), position=position, rankings=(ranking,))


@EVERY_WIDTH
def test_a_ranking_has_every_interval_and_who_cannot_be_told_apart(width: WidthName, tmp_path: Path) -> None:
    report = ranked(1.2, 0.4, -0.1, -0.9)
    (page,) = seen(draw_preferences(report, SIZES[width]), tmp_path)
    assert len(page.of("value")) == 4 == len(page.of("interval"))
    wide = [p.ends[1] - p.ends[0] for p in page.of("interval")]
    assert min(wide) == pytest.approx(max(wide), rel=0.01)
    assert [t.words for t in page.texts if t.words in ("a", "b")] == ["a", "b", "a", "b"]


def test_a_ranking_whose_ends_share_a_letter_says_so() -> None:
    assert "can't tell these two apart" in draw_preferences(ranked(0.2, 0.1, 0.0), SIZES["page"]).scenes[0].title
    assert "can't" not in draw_preferences(ranked(1.2, -0.9), SIZES["page"]).scenes[0].title


@EVERY_WIDTH
@pytest.mark.parametrize("p", [0.001, 0.4])
def test_a_pair_is_drawn_with_ties_three_ways(width: WidthName, p: float, tmp_path: Path) -> None:
    rates = tuple(
        Rate(ties=t, value=v, interval=Interval(low=v - 0.1, high=v + 0.1, level=0.95))
        for t, v in (("half", 0.62), ("dropped", 0.67), ("own class", 0.49))
    )
    pair = PairRecord(
        first="gpt-3.5", second="gpt-4", verdicts=80, prompts=80, raters=1, wins=39, losses=19, ties=22, unusable=0,
        rates=rates, tie_share=Interval(low=0.2, high=0.4, level=0.95), p_value=p, adjusted_p=p, standard_error=0.05,
    )  # fmt: skip
    position = PositionRecord(first_won=0, decided=0, p_value=None, interval=None)
    report = PreferenceReport(source="votes.csv", layout="pairs", pairs=(pair,), position=position)
    (page,) = seen(draw_preferences(report, SIZES[width]), tmp_path)
    assert len(page.of("value")) == 3 == len(page.of("interval"))
    assert ("can't tell" in " ".join(t.words for t in page.texts)) == (p > 0.05)


@EVERY_WIDTH
def test_figure_4_counts_what_agrees_and_says_what_no_table_knows(width: WidthName, tmp_path: Path) -> None:
    bars = [
        PrintedBar("AP Environmental Science", 91, 91),
        PrintedBar("AMC 12", 45, 45, "○"),
        PrintedBar("Uniform Bar Exam", 90, 82, "≈"),
        PrintedBar("Codeforces Rating", None, None),
    ]
    pages = looked_at(draw_figure4(bars, tmp_path / "figure-4", width=width, formats=("svg",)))
    words = " ".join(t.words for p in pages for t in p.texts)
    assert "2 of 4 bars" in words and "1 of them by construction" in words
    assert len(pages[0].of("value")) == 6 and "82 ≈" in words and words.count("?") >= 2
