"""Where there is one of a thing, every page, chart and line on screen says so in the singular."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import made_runs
import pytest
from page_reader import Page
from rich.console import Console

from examsim.results.paired_test import paired_test
from reports.charts.chart_set import ChartOptions, write_charts
from reports.charts.foot import foot_lines
from reports.drawing.palette import DARK, LIGHT
from reports.multi_run_report import ReportOptions, write_reports
from reports.pages.audit_page import write_audit_report
from reports.pages.result_summary import without_repeats
from reports.run_folder import read_run, read_score
from reports.scored_run import read_runs
from reports.terminal.audit_table import audit_table
from reports.terminal.score_table import score_table

THINGS = (
    "questions|exams|runs|answers|replies|options|models|points|files|documents|bytes|pairs|verdicts|raters|prompts|"
    "sections|scores|forms|populations|calls|notes|warnings|tokens|passages|characters|topics|pages|benchmarks|criteria"
)
ONE_OF_MANY = re.compile(
    rf"(?<![\d.,–−+])1 (?:\w+ )?(?:{THINGS})\b"
    r"|(?<![\d.,–])1 of (?:them|\d+ \w+) (?:are|were|have|do|change)\b"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two models on one exam with one multiple-choice question; of one model the other score is reported."""
    folder = tmp_path_factory.mktemp("one")
    for model, skill in (("gpt-4", 1.0), ("gpt-3.5", 0.0)):
        made_runs.run(folder / "runs" / f"ube_{model}_cc39bf42", model, questions=1, skill=skill)
    write_reports([folder / "runs"], folder / "out", ReportOptions(charts=("svg",), tables=("md",)), paired_test)
    run = read_run(folder / "runs" / "ube_gpt-4_cc39bf42")
    assert run.audit is not None
    stats = run.audit.stats.model_copy(update={"files": 1, "documents": 1})
    audit = run.audit.model_copy(update={"stats": stats})
    write_audit_report(audit, folder / "out" / "audit", run.form)
    held = io.StringIO()
    console = Console(file=held, width=200)
    console.print(score_table(read_score(run)), audit_table(audit))
    (folder / "out" / "screen.txt").write_text(held.getvalue(), encoding="utf-8")
    return folder / "out"


def test_what_stands_once_is_told_in_the_singular(folder: Path) -> None:
    texts = {path: Page(path).text for path in folder.rglob("*.html")}
    texts |= {path: path.read_text(encoding="utf-8") for path in (*folder.rglob("*.svg"), *folder.rglob("*.txt"))}
    assert len(texts) > 8
    assert {str(path.name): ONE_OF_MANY.findall(text) for path, text in texts.items() if ONE_OF_MANY.search(text)} == {}


def test_the_search_finds_what_it_looks_for() -> None:
    for said in ("1 of them are reported", "mean of 1 exams: a", "read 1 files", "1 answers are", "1 of 3 forms were"):
        assert ONE_OF_MANY.search(said), said
    for said in ("11 files", "1 of 31 questions was", "0.1 points", "+1 points", "1 question", "2,001 files"):
        assert not ONE_OF_MANY.search(said), said


def test_one_score_of_several_is_told_in_the_singular(folder: Path) -> None:
    first, second = (r.score for r in read_runs([folder.parent / "runs"]))
    one = first.model_copy(update={"reported": "clean"})
    other = second.model_copy(update={"reported": "full", "contamination": None})
    (foot,) = foot_lines([one, other])
    assert "1 of 2 forms was looked for in a corpus; 1 of them is reported without" in foot


@pytest.mark.parametrize(
    ("score", "run"),
    [
        ("6 of 60 questions gave no answer that could be read; they count as wrong", "6 of 60 questions unparsed: no"),
        ("4 of 60 questions hit the length limit before an answer; they", "4 of 60 questions truncated: the reply hit"),
        ("1 of 1 question got an empty reply; it counts", "1 of 1 question empty: the reply was empty"),
        ("2 of 60 questions were refused; they count", "2 of 60 questions refused: the model declined"),
        ("3 of 31 answers are not graded yet: the score lies", "3 answers are not graded"),
        ("1 of 31 answers is not graded yet", "1 answer is not graded"),
        ("self-graded: the candidate model graded its own", "free responses are graded by the candidate itself"),
    ],
)
def test_what_the_score_and_the_run_both_warn_of_stands_once(score: str, run: str) -> None:
    assert without_repeats([score, run, "another"]) == [score, "another"]
    other = re.sub(r"\d+", "17", run, count=1)
    if other != run:
        assert without_repeats([score, other]) == [score, other]


def test_percentile_and_its_interval_stand_in_words_on_page_screen_and_in_tables(folder: Path) -> None:
    runs = folder.parent / "runs"
    score = read_score(read_run(runs / "ube_gpt-4_cc39bf42"))
    inside = score.reported_set.percentiles[0].interval
    assert inside is not None
    ends = f"{inside.low:g}–{inside.high:g}"
    page = Page(folder / "runs" / "ube_gpt-4_cc39bf42.html")
    assert page.text.count(f"95% by questions {ends}") >= 2  # the strip and the table
    assert ends in Page(folder / "compare" / "ube.html").text
    assert f"by questions {ends}" in str([a.get("aria-label") for a in Page(folder / "index.html").all("a")])
    with (folder / "charts" / "results.csv").open(encoding="utf-8", newline="") as file:
        row = next(r for r in csv.DictReader(file) if r["model"] == "gpt-4")
    numbers = {name: value for name, value in row.items() if "percentile" in name}
    assert {inside.low, inside.high} <= {float(v) for v in numbers.values() if v.replace(".", "").isdigit()}, numbers


def test_a_page_is_called_as_its_run_is(folder: Path) -> None:
    named = {p.name for p in (folder.parent / "runs").iterdir()}
    assert {p.stem for p in (folder / "runs").iterdir()} == named
    assert all(f"runs/{name}.html" in Page(folder / "index.html").source for name in named)


def test_the_index_has_the_models_in_the_order_and_colours_of_its_charts(folder: Path, tmp_path: Path) -> None:
    page = Page(folder / "index.html")
    keys = page.source.split('<ul class="series-key">')[1].split("</ul>")[0]
    assert re.findall(r"<bdi>([^<]+)</bdi>", keys) == ["gpt-3.5", "gpt-4"]  # the weakest first, as in every legend
    charts = write_charts(read_runs([folder.parent / "runs"]), tmp_path, ChartOptions(("svg",), only=("percentiles",)))
    legend = re.findall(r">(gpt-[\d.]+)</text>", (tmp_path / "percentiles.svg").read_text(encoding="utf-8"))
    assert len(charts) == 1 and legend[:2] == ["gpt-3.5", "gpt-4"]
    heads = page.source.split('id="matrix">')[1].split("</thead>")[0]
    assert re.findall(r"<bdi>([^<]+)</bdi>", heads) == ["gpt-3.5", "gpt-4"]
    for theme in (LIGHT, DARK):
        colours = theme.series[:5]
        assert "; ".join(f"--m{n}: {colour}" for n, colour in enumerate(colours)) in page.source
