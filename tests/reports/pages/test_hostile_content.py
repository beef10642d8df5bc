"""Whatever a question, an answer, a document, a model's or a file's name may hold, it is inert in every output."""

import csv
import io
import re
from pathlib import Path

import made_runs
import made_scores
import openpyxl
import pytest
from hostile_texts import HOSTILE
from inert import INVISIBLE, assert_inert, assert_picture_inert
from page_reader import Page
from rich.console import Console

from examsim.results.paired_test import paired_test
from reports.charts.percentile_bars import plan_bars
from reports.charts.percentile_chart import draw_bars, draw_ranges
from reports.drawing.frame import SIZES
from reports.drawing.picture_files import write_picture
from reports.multi_run_report import ReportOptions, write_reports
from reports.pages.audit_page import write_audit_difference, write_audit_report
from reports.pages.templating import environment
from reports.run_folder import read_run, read_score
from reports.terminal.score_table import score_table

ALLOWED = {"script", "style", "meta", "img", "a", "source", "svg"}
SAFE_NAMES = ("NUL and escapes", "whole lines")  # no file system takes these as a name


@pytest.fixture(scope="module", params=HOSTILE)
def out(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of two runs in which the hostile text stands wherever a text can stand."""
    text = HOSTILE[request.param]
    folder = tmp_path_factory.mktemp("hostile")
    name = "run" if request.param in SAFE_NAMES else text[:60].replace("/", "_")
    for number, model in enumerate(("gpt-4", "gpt-3.5")):
        made_runs.run(folder / "runs" / f"{name}{number}", model, questions=10, hostile=text)
    write_reports([folder / "runs"], folder / "out", ReportOptions(charts=()), paired_test)
    run = read_run(next(iter(sorted((folder / "runs").iterdir()))))
    assert run.audit is not None
    write_audit_report(run.audit, folder / "out" / "audit", run.form)
    write_audit_difference(run.audit, run.audit, folder / "out" / "audit" / "difference.html", run.form)
    held = io.StringIO()
    Console(file=held, width=80, force_terminal=True).print(score_table(read_score(run)))
    (folder / "out" / "terminal.txt").write_text(held.getvalue(), encoding="utf-8")
    return folder / "out"


def test_pages_hold_one_script_ours_and_no_handler_link_or_request(out: Path) -> None:
    pages = sorted(out.rglob("*.html"))
    assert len(pages) == 6
    for path in pages:
        assert_inert(path)


def test_pages_stay_small_enough_to_open(out: Path) -> None:
    assert all(path.stat().st_size < 12e6 for path in out.rglob("*.html"))


def test_no_spreadsheet_cell_is_a_formula(out: Path) -> None:
    for path in out.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    assert not cell.startswith(("=", "+", "@", "\t", "\r")), (path, cell)
                    assert not cell.startswith("-") or re.fullmatch(r"-\d+(\.\d+)?%?", cell), (path, cell)
    for path in out.rglob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path).worksheets:
            for cells in sheet.iter_rows():
                for held in cells:
                    assert held.data_type != "f", (path, held.value)
                    assert held.hyperlink is None


def test_latex_holds_no_command_but_ours(out: Path) -> None:
    named = "usepackage|begin|end|caption|label|toprule|midrule|bottomrule|par|footnotesize|text[a-z]+"
    ours = rf"\\({named})\b|\\\\|\\[{{}}$&#%_]"
    for path in out.rglob("*.tex"):
        text = path.read_text(encoding="utf-8")
        assert "\\" not in re.sub(ours, "", text), path
        unescaped = re.sub(r"\\.", "", text)
        assert "$" not in unescaped
        assert unescaped.count("{") == unescaped.count("}")
        lines = [line for line in text.splitlines() if not line.startswith("%")]
        assert not [line for line in lines if re.search(r"(?<!\\)%", line)]


def test_markdown_cells_hold_no_tag_link_or_picture(out: Path) -> None:
    for path in out.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert "<" not in text
        assert not re.search(r"(?<!\\)\]\(", text)
        columns = {len(re.findall(r"(?<!\\)\|", line)) for line in text.splitlines() if line.startswith("|")}
        assert len(columns) == 1


@pytest.mark.slow
def test_charts_hold_no_script_link_or_request(tmp_path: Path) -> None:
    names = list(HOSTILE.values())
    scores = [made_scores.bare_score(f"{n}{name[:900]}", name, 10.0 + n, 40.0) for n, name in enumerate(names)]
    plan = plan_bars(scores)
    files = write_picture(draw_bars(plan, SIZES["page"]).scenes, tmp_path / "bars")
    files += write_picture(draw_ranges(plan, SIZES["column"]).scenes, tmp_path / "ranges", ("svg",))
    assert all(path.stat().st_size > 1000 for path in files)
    for path in files:
        if path.suffix == ".svg":
            assert_picture_inert(path)


@pytest.mark.slow
def test_ten_megabytes_in_every_kind_of_text_are_cut_and_told(tmp_path: Path) -> None:
    long = "A" * 10_000_000
    folder = made_runs.run(tmp_path / "run", questions=3)
    run = read_run(folder)
    assert run.audit is not None
    assert run.score is not None
    item = next(i for i in run.audit.items if i.evidence)
    seen = item.evidence[0].model_copy(update={"snippet": long, "end": len(long), "document": long})
    audit = run.audit.model_copy(update={"items": (item.model_copy(update={"evidence": (seen,)}),)})
    (folder / "audit.json").write_text(audit.model_dump_json(by_alias=True))
    (folder / "score.json").write_text(run.score.model_copy(update={"model": long}).model_dump_json(by_alias=True))
    answer = run.answers[0].model_copy(update={"text": long})
    (folder / "answers.jsonl").write_text(answer.model_dump_json() + "\n")
    write_reports([folder], tmp_path / "out", ReportOptions(charts=("svg",)))
    write_audit_report(audit, tmp_path / "out")
    told = Page(tmp_path / "out" / "runs" / "run.html").text
    assert "9,980,000 more characters, left out here" in told
    files = [p for p in (tmp_path / "out").rglob("*") if p.is_file() and p.name != "audit.jsonl"]
    assert max(p.stat().st_size for p in files) < 700_000  # the index holds the chart twice, light and dark
    held = io.StringIO()
    Console(file=held, width=80).print(score_table(read_score(read_run(folder))))
    assert len(held.getvalue()) < 10_000


def test_the_terminal_gets_only_our_colours(out: Path) -> None:
    text = (out / "terminal.txt").read_text(encoding="utf-8")
    rest = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert not INVISIBLE.search(rest.replace("\n", ""))
    assert "\x1b[31mred" not in text


def test_templates_escape_by_default_and_the_assets_cannot_end_their_element() -> None:
    assert environment().autoescape is True
    from reports.pages.templating import asset

    for name in ("pages/report.css", "pages/report.js", "packets/packet.css", "packets/packet.js"):
        assert "</" not in asset(name)


def test_templates_trust_nothing_but_pictures_that_we_encoded_ourselves() -> None:
    loader = environment().loader
    assert loader is not None
    for name in environment().list_templates():
        source = loader.get_source(environment(), name)[0]
        trusted = re.findall(r"\{\{([^}]*)\|safe", source)
        assert {t.strip() for t in trusted} <= {"p.uri"}, name
