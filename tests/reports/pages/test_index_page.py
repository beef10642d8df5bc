"""The page over all runs: what changed, the picture, the heat table, and that no model is lost from it."""

import re
from dataclasses import replace
from pathlib import Path

import made_runs
import orjson
import pytest
from page_reader import Page

from exams.errors import InputError
from examsim.results.paired_test import paired_test
from examsim.results.steps import runs_beside
from reports.charts.percentile_bars import plan_bars
from reports.multi_run_report import ReportOptions, write_reports
from reports.pages.comparison.percentile_dots import Dot, DotRow, dot_rows, median_sentence
from reports.pages.comparison.run_entry import run_entry
from reports.scored_run import read_runs
from scoring.types import Interval

QUICK = ReportOptions(charts=(), tables=())


def exam(folder: Path, number: int, model: str, **chosen: float) -> Path:
    run = made_runs.run(folder / f"exam_{number}_{model}", model, questions=6, seed=number, **chosen)  # type: ignore[arg-type]
    score = orjson.loads((run / "score.json").read_bytes())
    score |= {"exam": f"exam-{number}", "exam_name": f"Exam {number}", "exam_short": f"E{number}"}
    (run / "score.json").write_bytes(orjson.dumps(score))
    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    for number in range(3):
        for model, skill in (("gpt-4", 0.95), ("gpt-3.5", 0.3)):
            exam(folder / "runs", number, model, skill=skill)
    write_reports([folder / "runs"], folder / "out", QUICK, paired_test)
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> Page:
    return Page(folder / "out" / "index.html")


def test_every_mark_of_the_picture_tells_its_numbers_and_links_to_its_run(folder: Path, page: Page) -> None:
    marks = [a for a in page.all("a") if str(a.get("aria-label")).startswith("Exam ")]
    assert len(marks) == 6
    for mark in marks:
        assert (folder / "out" / str(mark["href"])).is_file()
        assert re.search(
            r"Exam \d, gpt-[\d.]+: \d+ / 400, about the \d+\w\w percentile \(95% by", str(mark["aria-label"])
        )
    assert len(page.all("title")) == 1 + len(marks)


def test_the_heat_table_has_a_column_of_one_width_for_each_model_and_sorts_by_numbers(page: Page) -> None:
    table = page.source.split('<table class="matrix sortable')[1].split("</table>")[0]
    assert table.count("<button") == 3
    values = re.findall(r'<td data-value="([\d.]*)" data-text="[^"]*" class="h(\d)"', table)
    assert len(values) == 6
    assert all(int(heat) == min(9, int(float(value) // 10)) for value, heat in values)
    css = page.source.split("<style>")[1].split("</style>")[0]
    assert ".matrix { table-layout: fixed;" in css


def test_the_sentence_counts_exams_above_the_median_best_first() -> None:
    def dot(series: int, at: float) -> Dot:
        return Dot(series, "circle", False, 0, at, None, None, "", "")

    rows = [DotRow("a", 20, (dot(0, 40), dot(1, 90)), ""), DotRow("b", 20, (dot(0, 60), dot(1, 50.1)), "")]
    assert median_sentence(rows, ("x", "y")) == "y beats the median test taker in 2 of 2 exams; x in 1 of 2."
    assert median_sentence([], ("x",)) == ""


def test_a_mark_stands_where_the_charts_have_it_also_where_a_range_is_told(folder: Path) -> None:
    run = read_runs([folder / "runs"])[0]
    found = run.score.reported_set.percentiles[0]
    wide = Interval(low=20, high=81, level=0.95)
    unsure = found.model_copy(update={"low": 57.0, "high": 81.0, "interval": wide, "single": False, "default": True})
    scores = run.score.reported_set.model_copy(update={"percentiles": (unsure,)})
    score = run.score.model_copy(update={run.score.reported: scores, "marked": None})
    entry = run_entry(replace(run, score=score))
    (row,) = dot_rows([("a", [entry])], ["x"])
    bar = plan_bars([score]).percentiles[0].bars[0]
    assert bar is not None
    assert row.dots[0].at == entry.place == bar.low == 20
    assert median_sentence([row], ("x",)) == "x beats the median test taker in 0 of 1 exam."


def test_the_next_report_tells_what_changed_and_a_redone_one_is_the_same(tmp_path: Path) -> None:
    runs, out = tmp_path / "runs", tmp_path / "out"
    for model in ("gpt-4", "gpt-3.5"):
        exam(runs, 1, model)
    write_reports([runs], out, QUICK, paired_test)
    assert "Since the last report" not in Page(out / "index.html").text
    exam(runs, 2, "gpt-4")
    changed = runs / "exam_1_gpt-4" / "score.json"
    score = orjson.loads(changed.read_bytes())
    for name in ("full", "clean"):
        score[name] |= {"value": 399, "text": "399 / 400"}
    changed.write_bytes(orjson.dumps(score))
    for file in (runs / "exam_1_gpt-3.5").iterdir():
        if file.is_file():
            file.unlink()
    write_reports([runs], out, QUICK, paired_test)
    text = Page(out / "index.html").text
    told = text.split("Since the last report")[1].split("Percentiles")[0]
    assert "new: gpt-4 on Exam 2" in told
    assert "changed: gpt-4 on Exam 1" in told
    assert "is now 399 / 400" in told
    assert "no longer here: gpt-3.5 on Exam 1" in told
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    write_reports([runs], out, QUICK, paired_test)
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("state", ["", "{", "[]", '{"runs": 3}', '{"runs": {"a": {"exam": "<b>"}}}'])
def test_a_state_that_is_not_ours_is_no_report(tmp_path: Path, state: str) -> None:
    exam(tmp_path / "runs", 1, "m")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.json").write_text(state)
    write_reports([tmp_path / "runs"], tmp_path / "out", QUICK, paired_test)
    assert "Since the last report" not in Page(tmp_path / "out" / "index.html").text


def test_a_report_after_a_run_keeps_the_models_of_earlier_runs(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    first = [exam(runs, number, "first") for number in (1, 2)]
    second = [exam(runs, number, "second") for number in (1, 2)]
    (runs / "broken").mkdir()
    (runs / "broken" / "score.json").write_text("{")
    (runs / "not-scored").mkdir()
    for folder in second:  # started later than the others
        head = orjson.loads((folder / "run.json").read_bytes()) | {"started": "2026-03-03T09:14:05Z"}
        (folder / "run.json").write_bytes(orjson.dumps(head))
    assert runs_beside(second) == [*first, *second]
    (second[0] / "score.json").write_text("{")
    with pytest.raises(InputError):  # one that was asked for is never left out
        runs_beside(second)


def test_a_run_s_page_links_to_its_siblings_and_their_comparison(folder: Path) -> None:
    page = Page(folder / "out" / "runs" / "exam_1_gpt-4.html")
    links = {str(a["href"]) for a in page.all("a")}
    assert {"../index.html", "exam_1_gpt-3.5.html", "../compare/exam-1.html"} <= links


def test_the_tints_of_the_table_and_the_colours_of_the_marks_reach_nothing_else(page: Page) -> None:
    css = page.source.split("<style>")[1].split("</style>")[0]
    assert 0 < css.count('[class^="h"]') == css.count('.matrix td[class^="h"]')
    assert '[class^="m"]' not in css
