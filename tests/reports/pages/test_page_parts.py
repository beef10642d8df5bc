"""A long list of questions is cut into pages of its own; nothing is lost, and what was there before goes away."""

from __future__ import annotations

import re
from pathlib import Path

import made_runs
import pytest
from page_reader import Page

from examsim.results.paired_test import paired_test
from reports.multi_run_report import ReportOptions, write_reports
from reports.pages import page_parts
from reports.pages.audit_page import write_audit_report
from reports.pages.page_parts import MOST_ON_ONE_PAGE, in_parts, question_href, remove_parts
from reports.pages.question_view import question_names, question_views
from reports.pages.run_page import run_parts, write_run_report
from reports.run_folder import read_run

TEMPLATES = Path(page_parts.__file__).parent / "templates"
QUESTIONS = 25  # with the three essays of the made-up form: 28 in all, so parts of 10, 10 and 8


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_parts, "MOST_ON_ONE_PAGE", 20)
    monkeypatch.setattr(page_parts, "IN_A_PART", 10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made_runs.run(tmp_path / "run", questions=QUESTIONS)


def anchors(page: Page) -> list[str]:
    return [str(a["id"]) for a in page.all("article")]


def test_every_question_is_on_one_part_and_the_overview_links_to_all_of_them(folder: Path) -> None:
    overview = Page(write_run_report(folder))
    parts = sorted((folder / "report-questions").iterdir())
    assert [p.name for p in parts] == ["001.html", "002.html", "003.html"]
    assert anchors(overview) == []
    held = [name for part in parts for name in anchors(Page(part))]
    assert len(held) == len(set(held)) == len(question_names(read_run(folder))) == 28
    links = [str(a["href"]) for a in overview.all("a")]
    assert [f"report-questions/{p.name}" for p in parts] == [x for x in links if x.endswith(".html")]
    assert "28 questions are too many for one page: they are on 3 pages in the folder report-questions" in overview.text
    assert overview.unclosed == []


def test_parts_are_whole_pages_with_the_same_policy_and_know_their_neighbours(folder: Path) -> None:
    policy = re.compile(r"default-src 'none'; img-src data:; style-src 'sha256-\S+'; script-src 'sha256-\S+'; base-uri")
    overview = Page(write_run_report(folder))
    prompts = {f"../report.html#{name}" for name in overview.ids() if name.startswith("prompt-")}
    assert prompts
    for path in sorted((folder / "report-questions").iterdir()):
        page = Page(path)
        assert policy.match(str(page.all("meta")[1]["content"])) and len(page.all("script")) == 1
        assert page.unclosed == []
        links = {str(a["href"]) for a in page.all("a")}
        assert prompts <= links and "../report.html" in links
        for link in links:
            assert link.startswith("#") or (path.parent / link.partition("#")[0]).is_file(), link
    second = Page(folder / "report-questions" / "002.html")
    assert "Questions 11 to 20 of 28" in second.text
    assert [a.get("rel") for a in second.all("a") if a.get("rel")] == ["prev", "next"] * 2
    assert "Search, filters and order are for the 10 questions of this page" in second.text


def test_counts_by_part_add_up_to_those_of_the_run(folder: Path) -> None:
    run = read_run(folder)
    views = question_views(run)
    parts = run_parts(run, views, (), "report.html")
    assert parts is not None
    for tag, count in parts.counts.items():
        assert count == sum(p.counts.get(tag, 0) for p in parts.parts) == sum(tag in v.tags for v in views)


def test_the_same_run_gives_the_same_bytes_and_parts_that_are_gone_are_taken_away(folder: Path) -> None:
    write_run_report(folder)
    parts = folder / "report-questions"
    before = {p.name: p.read_bytes() for p in (*parts.iterdir(), folder / "report.html")}
    (parts / "004.html").write_text("of an earlier, longer run")
    (parts / "mine.txt").write_text("the reader's own")
    write_run_report(folder)
    (parts / "mine.txt").unlink()
    assert {p.name: p.read_bytes() for p in (*parts.iterdir(), folder / "report.html")} == before
    remove_parts(folder / "report.html")
    assert not parts.exists()


def test_a_run_that_became_short_leaves_no_part(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_run_report(folder)
    monkeypatch.setattr(page_parts, "MOST_ON_ONE_PAGE", 28)
    page = Page(write_run_report(folder))
    assert len(anchors(page)) == 28 and not (folder / "report-questions").exists()


def test_a_folder_that_is_a_link_is_not_emptied(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "001.html").write_text("somebody else's")
    (folder / "report-questions").symlink_to(elsewhere)
    remove_parts(folder / "report.html")
    assert (elsewhere / "001.html").exists()


def test_comparisons_and_audits_are_cut_too_and_their_links_lead_to_where_a_question_is(tmp_path: Path) -> None:
    for model, skill in (("gpt-4", 0.9), ("chance", 0.25)):
        made_runs.run(tmp_path / "runs" / f"ube-{model}", model, questions=QUESTIONS, skill=skill)
    write_reports([tmp_path / "runs"], tmp_path / "out", ReportOptions(charts=()), paired_test)
    (overview,) = (tmp_path / "out" / "compare").glob("*.html")
    assert "28 questions are too many" in Page(overview).text
    parts = sorted((tmp_path / "out" / "compare").glob("*-questions/*.html"))
    assert [len(anchors(Page(p))) for p in parts] == [10, 10, 8]
    followed = 0
    for part in parts:
        for link in Page(part).all("a"):
            file, _, anchor = str(link["href"]).partition("#")
            if "/runs/" in file:
                assert anchor in anchors(Page((part.parent / file).resolve())), link
                followed += 1
    assert followed == 2 * 28
    run = read_run(tmp_path / "runs" / "ube-gpt-4")
    assert run.audit is not None
    write_audit_report(run.audit, tmp_path / "audit", run.form)
    audited = sorted((tmp_path / "audit" / "audit-questions").iterdir())
    assert sum(len(anchors(Page(p))) for p in audited) == len(run.audit.items)


def test_what_stands_on_one_page_is_not_cut() -> None:
    assert question_href("a.html", 20, "q-x", 20) == "a.html#q-x"
    assert question_href("a.html", 21, "q-x", 21) == "a-questions/003.html#q-x"
    assert MOST_ON_ONE_PAGE == 1500
    assert in_parts([], [], "a.html", None) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.jinja")), ids=lambda path: path.name)
def test_a_name_and_its_fact_share_a_cell(path: Path) -> None:
    """A list of facts lays its children out in columns: a name by itself would stand away from what it names."""
    for facts in re.findall(r'<dl class="facts.*?</dl>', path.read_text(encoding="utf-8"), re.DOTALL):
        assert facts.count("<dt>") == facts.count("<div><dt>") > 0
