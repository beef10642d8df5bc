import csv
from pathlib import Path

import made_runs
import pytest
from page_reader import Page

from exams.errors import InputError
from examsim.results.chart_data import chart_data
from examsim.results.paired_test import paired_test
from reports.multi_run_report import ReportOptions, write_reports

QUICK = ReportOptions(charts=("svg",), chart_data=chart_data)

DRAWN = ("percentiles", "percentile-ranges", "clean", "reliability")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("together")
    for model, skill in (("gpt-4", 0.9), ("gpt-3.5", 0.4), ("chance", 0.25)):
        made_runs.run(folder / "runs" / f"ube-{model}", model, skill=skill)
    write_reports([folder / "runs"], folder / "out", QUICK, paired_test)
    return folder / "out"


def test_every_link_leads_to_a_file_of_the_report_or_a_place_in_the_page(out: Path) -> None:
    pages = {path.resolve(): Page(path) for path in out.rglob("*.html")}
    assert len(pages) == 5  # index, three runs, one comparison
    ids = {path: set(page.ids()) for path, page in pages.items()}
    for path, page in pages.items():
        assert page.unclosed == []
        for link in page.all("a"):
            target, _, place = (link["href"] or "").partition("#")
            where = (path.parent / target).resolve() if target else path
            assert where.is_file(), (path, link)
            if place:
                assert place in ids[where], (path, link)


def test_the_index_names_every_score_and_model(out: Path) -> None:
    page = Page(out / "index.html")
    for model in ("gpt-4", "gpt-3.5", "chance"):
        assert model in page.text
    assert "1 exam, 3 models" in page.text


def test_charts_and_tables_lie_beside_it_in_every_format(out: Path) -> None:
    tables = {p.name for p in (out / "tables").iterdir()}
    assert {f"table{n}.{kind}" for n in (1, 9, 10, 11) for kind in ("md", "tex", "csv", "xlsx")} <= tables
    charts = {p.name for p in (out / "charts").iterdir()}
    assert {f"{n}.{kind}" for n in DRAWN for kind in ("svg", "vl.json")} <= charts
    assert {"results.csv", "results.parquet", "questions.csv", "questions.parquet"} <= charts
    assert {"populations-ube.svg", "topics-ube.svg"} <= charts


def test_the_comparison_counts_who_was_right_and_tells_the_paired_test(out: Path) -> None:
    with (out / "tables" / "table1.runs.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3
    page = Page(out / "compare" / "ube.html")
    rows = [a for a in page.all("article") if "compared" in str(a["class"])]
    assert len(rows) == 31
    differ = sum("differ" in str(a["data-tags"]).split() for a in rows)
    assert 0 < differ < 31
    assert "points" in page.text.split("Two by two")[1]
    assert "permutation" in page.text or "McNemar" in page.text


def test_the_same_runs_give_the_same_bytes(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "runs" / "a", "gpt-4")
    made_runs.run(tmp_path / "runs" / "b", "gpt-3.5")
    wishes = ReportOptions(charts=("svg",))
    for name in ("one", "two"):
        write_reports([tmp_path / "runs"], tmp_path / name, wishes, paired_test)
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*") if p.is_file())
    assert len(files) > 25
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


def test_two_runs_of_one_name_get_two_pages_and_one_model_two_series(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "first" / "same", "m", seed=1)
    made_runs.run(tmp_path / "second" / "same", "m", seed=2)
    write_reports([tmp_path / "first", tmp_path / "second"], tmp_path / "out", ReportOptions(charts=("svg",)))
    assert {p.name for p in (tmp_path / "out" / "runs").iterdir()} == {"same.html", "same-2.html"}
    assert "m, run 2" in Page(tmp_path / "out" / "index.html").text


def test_an_empty_folder_is_refused_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no run\.json"):
        write_reports([tmp_path], tmp_path / "out")
