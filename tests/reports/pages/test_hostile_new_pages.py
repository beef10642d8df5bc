"""Hostile texts on the pages of probes, pairs, preferences and forecasts, on parts, and in their pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import made_runs
import pytest
from hostile_texts import HOSTILE
from inert import assert_inert, assert_picture_inert
from page_reader import Page

from contamination.probe_types import Check, Control, Power, PowerRow, ProbeReport, ProbeResult
from exams.benchmark import Reference
from exams.provenance import Provenance
from reports.charts.benchmark_chart import draw_benchmarks
from reports.charts.calibration import Reliability
from reports.charts.chart_set import write_chart
from reports.charts.forest_chart import ForestRow, draw_forest
from reports.charts.inverse_chart import write_inverse_chart
from reports.charts.language_chart import draw_languages
from reports.charts.preference_chart import draw_preferences
from reports.charts.reliability_chart import draw_reliability
from reports.charts.scaling_chart import draw_scaling
from reports.drawing.frame import SIZES
from reports.drawing.svg import to_inline_svg
from reports.pages import page_parts
from reports.pages.pairs_page import PairsText, write_pairs_page
from reports.pages.preference_page import write_preference_page
from reports.pages.probe_page import write_probe_page
from reports.pages.run_page import write_run_report
from reports.pages.scaling_page import InlinedChart, write_scaling_page
from reports.row_charts.drawn import Drawn
from reports.run_folder import read_run, read_score
from reports.scored_run import ScoredRun
from reports.tables.language_rows import LanguageRow
from scoring.types import Interval
from scoring.types.calibration import CalibrationBin
from scoring.types.forecast import Bounds, FittedPoint, ForecastRecord, ForecastReport, Panel
from scoring.types.pairs import ExamPair, ManyPairs, OverallMean
from scoring.types.preference import PairRecord, PositionRecord, PreferenceReport, RankingRecord, Rate, StrengthRecord

EVERY_TEXT = pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))


def figure(drawn: Drawn, folder: Path, name: str) -> InlinedChart:
    """The chart as its page has it; what was written beside it is looked at here."""
    from markupsafe import Markup

    made = write_chart(name, drawn, folder, ("svg",))
    for path in made.files:
        if path.suffix == ".svg":
            assert_picture_inert(path)
    return InlinedChart(made.title, tuple(Markup(to_inline_svg(s)) for s in made.scenes), (f"{name}.svg",))


def inert(path: Path) -> Page:
    page = assert_inert(path)
    assert path.stat().st_size < 12e6
    return page


@EVERY_TEXT
def test_probes(text: str, tmp_path: Path) -> None:
    result = ProbeResult(
        test="canary", measure=text, verdict="not noticed", words=text, n_of=text, figures={text[:500]: 1.0},
        checks=(Check(name=text, passed=False, words=text),), controls=(Control(name=text, words=text),),
        power=Power(words=text, rows=(PowerRow(share=0.1, noticed=1, runs=2),)), asked=text, limits=text, source=text,
        left_out=(text,), caution=text,
    )  # fmt: skip
    report = ProbeReport(
        form=text, form_hash=text, title=text, questions=1, model=text, control=text, way=text, results=(result,),
        not_run=(text,), notes=(text,), version=text, started=text,
    )  # fmt: skip
    inert(write_probe_page(tmp_path / "probes.html", report))


@EVERY_TEXT
def test_pairs(text: str, tmp_path: Path) -> None:
    exam = ExamPair(text, 9, 0, 0, 0.5, 0.6, -0.1, -0.2, 0.1, 1, 2, None, 0.4, 0.4, text, 0.3)
    means = [OverallMean(text, 0.5, 0.6, 0.1, -0.1, 0.2) for _ in range(2)]
    rows = [ForestRow(text, -10, -20, 10), ForestRow(text, 10, -10, 20, overall=True)]
    drawn = draw_forest(rows, text, text, text, SIZES["column"])
    figure(drawn, tmp_path, "forest")
    told = PairsText(text, text, text, ((text, 1),), (text,))
    inert(write_pairs_page(tmp_path / "pairs.html", ManyPairs((exam,), *means), told, drawn.scenes, ()))


@EVERY_TEXT
def test_preferences(text: str, tmp_path: Path) -> None:
    inside = Interval(low=0.3, high=0.7, level=0.95)
    pair = PairRecord(
        first=text, second=f"{text}2", verdicts=1, prompts=1, raters=1, wins=1, losses=0, ties=0, unusable=1,
        rates=(Rate(ties="half", value=0.5, interval=inside),), tie_share=inside, p_value=0.5, adjusted_p=0.5,
        standard_error=0.1, length_note=text,
    )  # fmt: skip
    models = tuple(
        StrengthRecord(model=f"{text}{n}", log_strength=n, interval=inside, elo=n, share=0.5, groups="a")
        for n in range(2)
    )
    position = PositionRecord(first_won=0, decided=0, p_value=None, interval=None, note=text)
    report = PreferenceReport(
        source=text, layout="pairs", pairs=(pair,), position=position, notes=(text,),
        rankings=(RankingRecord(ties="half", models=models),),
    )  # fmt: skip
    chart = figure(draw_preferences(report, SIZES["column"]), tmp_path, "preference")
    inert(write_preference_page(tmp_path / "preference.html", report, chart))


@EVERY_TEXT
def test_forecasts(text: str, tmp_path: Path) -> None:
    made = ForecastRecord(compute=1e20, median=2.0, intervals=(Bounds(level=0.8, low=1.9, high=2.1),), decades=1.0)
    points = tuple(FittedPoint(model=text, compute=10.0**n, value=2.0 + n / 10, fitted=True) for n in (17, 18, 19))
    panel = Panel(
        name=text, measure=text, formula=text, points=points, parameters=(), forecasts=(made,), curve=(made,),
        notes=(text,), floor=text,
    )  # fmt: skip
    report = ForecastReport(law="loss", source=text, unit=text, panels=(panel,), notes=(text,))
    chart = figure(draw_scaling(report, SIZES["column"]), tmp_path, "scaling")
    inert(write_scaling_page(tmp_path / "scaling.html", report, chart))


@EVERY_TEXT
def test_parts_of_a_long_run(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_parts, "MOST_ON_ONE_PAGE", 4)
    monkeypatch.setattr(page_parts, "IN_A_PART", 3)
    report = write_run_report(made_runs.run(tmp_path / "run", questions=4, hostile=text))
    parts = sorted((tmp_path / "run" / "report-questions").iterdir())
    assert len(parts) == 3
    for path in (report, *parts):
        inert(path)


@dataclass(frozen=True)
class Section:
    section: str
    questions: int
    verdict: str
    shares: dict[str, float] = field(default_factory=dict)


@EVERY_TEXT
def test_pictures_of_benchmarks_languages_calibration_and_sizes(text: str, tmp_path: Path) -> None:
    run = read_run(made_runs.run(tmp_path / "run", questions=3, hostile=text))
    source = Provenance(status="official", source=f"it is {text}")
    known = Reference(name=text, value=50, kind="model", setting=text, language="sw", provenance=source)
    changed = {"family": "benchmark", "references": (known,), "exam_short": text, "form": text}
    held = ScoredRun(run, read_score(run).model_copy(update=changed), text, text, text, "a.html")
    figure(draw_benchmarks([held], [text], SIZES["column"]), tmp_path, "benchmarks")
    row = LanguageRow(held, "sw", text, text, True, 0.1, 3.0, None)
    figure(draw_languages([row], [text], SIZES["column"]), tmp_path, "languages")
    bins = (CalibrationBin(low=0, high=1, confidence=0.5, accuracy=0.5, count=1, interval=(0.1, 0.9)),)
    figure(draw_reliability({text: Reliability(bins, 0.1, 4, 1, 0.1, text)}, SIZES["column"]), tmp_path, "reliability")
    sections = [Section(text, 9, text, {text: 0.5})]
    for path in write_inverse_chart(text, {text: 1e9}, sections, tmp_path):
        if path.suffix == ".svg":
            assert_picture_inert(path)
