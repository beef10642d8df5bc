"""The pages in a real browser: what a reader does with them, and what hostile content does not."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import made_runs
import orjson
import pytest
from browsing import NEEDS_BROWSER, Watched, chromium
from hostile_texts import HOSTILE

from examsim.results.paired_test import paired_test
from reports.multi_run_report import ReportOptions, write_reports
from reports.pages import page_parts
from reports.pages.audit_page import write_audit_difference, write_audit_report
from reports.pages.run_page import write_run_report
from reports.run_folder import read_run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUESTIONS = 15
pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of three runs, with an audit and a difference of audits beside it."""
    folder = tmp_path_factory.mktemp("site")
    for model, skill in (("gpt-4", 0.9), ("gpt-3.5", 0.4), ("chance", 0.25)):
        made_runs.run(folder / "runs" / f"ube-{model}", model, questions=QUESTIONS - 3, skill=skill)
    write_reports([folder / "runs"], folder / "out", ReportOptions(charts=("svg",)), paired_test)
    run = read_run(folder / "runs" / "ube-gpt-4")
    assert run.audit is not None
    write_audit_report(run.audit, folder / "out", run.form)
    write_audit_difference(run.audit, run.audit, folder / "out" / "difference.html", run.form)
    return folder / "out"


def names(site: Path) -> list[Path]:
    return [*sorted(site.rglob("*.html"))]


def test_pages_say_nothing_to_the_console_and_ask_for_nothing_but_themselves(browser: Browser, site: Path) -> None:
    assert len(names(site)) == 7
    for path in names(site):
        with Watched(browser, path) as watched:
            watched.page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
            watched.page.wait_for_timeout(50)
            assert watched.said == [], path
            assert [url for url in watched.asked if not url.startswith(("file:", "data:"))] == []
            assert len([url for url in watched.asked if url.startswith("file:")]) == 1


@pytest.mark.slow
def test_each_filter_shows_as_many_questions_as_its_button_says(browser: Browser, site: Path) -> None:
    tried = set()
    for path in sorted((site / "runs").iterdir()):
        with Watched(browser, path) as watched:
            for button in watched.page.locator('button[data-show]:not([data-show=""])').all():
                tag = button.get_attribute("data-show") or ""
                button.click()
                assert watched.visible() == int(button.locator("b").inner_text()) > 0
                assert watched.page.locator(f'.question:visible:not([data-tags~="{tag}"])').count() == 0
                assert button.get_attribute("aria-pressed") == "true"
                tried.add(tag)
            watched.page.keyboard.press("Escape")
            assert watched.visible() == QUESTIONS
    assert {"right", "partly", "wrong", "flagged", "ungraded"} <= tried


def test_search_section_and_order_work_together(browser: Browser, site: Path) -> None:
    with Watched(browser, site / "runs" / "ube-gpt-4.html") as watched:
        page = watched.page
        page.keyboard.press("/")
        page.keyboard.type("CYCLIST")
        assert watched.visible() == 2
        assert page.locator("#shown").inner_text() == f"2 of {QUESTIONS} shown"
        page.locator("#section").select_option("mee")
        assert watched.visible() == 0
        page.keyboard.press("Escape")
        page.locator("#sort").select_option("points")
        points = page.eval_on_selector_all(".question", "cards => cards.map(c => Number(c.dataset.points))")
        assert points == sorted(points)
        page.locator("#sort").select_option("number")
        numbers = page.eval_on_selector_all(".question", "cards => cards.map(c => Number(c.dataset.number))")
        assert numbers == list(range(1, QUESTIONS + 1))


@pytest.mark.slow
def test_keys_walk_through_the_questions_and_open_them(browser: Browser, site: Path) -> None:
    with Watched(browser, site / "runs" / "ube-gpt-4.html") as watched:
        page = watched.page
        for _ in range(3):
            page.keyboard.press("j")
        page.keyboard.press("k")
        assert page.evaluate("location.hash") == "#q-mbe-02"
        page.keyboard.press("Enter")
        assert page.locator("#q-mbe-02 .answered").is_visible()
        assert page.locator(".question.current").count() == 1


def test_a_deep_link_opens_its_question_even_behind_a_filter(browser: Browser, site: Path) -> None:
    with Watched(browser, site / "runs" / "ube-gpt-4.html", "#q-mbe-11") as watched:
        page = watched.page
        assert page.locator("#q-mbe-11 .answered").is_visible()
        assert page.evaluate("document.getElementById('q-mbe-11').getBoundingClientRect().top") < 300
        page.locator('button[data-show="ungraded"]').click()
        page.evaluate("location.hash = '#q-mbe-07'")
        page.locator("#q-mbe-07 .answered").wait_for(state="visible")


@pytest.mark.slow
def test_a_link_to_the_shared_prompt_opens_it(browser: Browser, site: Path) -> None:
    with Watched(browser, site / "runs" / "ube-gpt-4.html", "#q-mbe-01") as watched:
        page = watched.page
        page.locator("#q-mbe-01 details.prompt summary").click()
        page.locator("#q-mbe-01 details.prompt a").click()
        page.locator("#prompts pre").wait_for(state="visible")


@pytest.mark.slow
def test_the_population_switch_changes_the_percentile_that_is_told(browser: Browser, site: Path) -> None:
    with Watched(browser, site / "runs" / "ube-gpt-4.html") as watched:
        page = watched.page
        assert "February takers, Illinois" in page.locator(".percentile:visible").inner_text()
        page.locator("#population").select_option(label="July takers, Illinois")
        assert page.locator(".percentile:visible").count() == 1
        assert "July takers, Illinois" in page.locator(".percentile:visible").inner_text()
        assert "July takers" in page.locator("tr.chosen th").inner_text()


@pytest.mark.slow
def test_printed_are_summary_and_table_and_the_answers_only_where_they_are_asked_for(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    def printed(name: str, watched: Watched) -> int:
        watched.page.pdf(path=tmp_path / name, format="A4", print_background=True, prefer_css_page_size=True)
        return len(re.findall(rb"/Type\s*/Page\b", (tmp_path / name).read_bytes()))

    with Watched(browser, site / "runs" / "ube-gpt-4.html") as watched:
        page = watched.page
        short = printed("summary.pdf", watched)
        page.locator("#print-all").check()
        whole = printed("whole.pdf", watched)
        assert 2 <= short <= 6 < whole
        page.wait_for_function("document.querySelectorAll('.question > details[open]').length === 0")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 650, "height": 900})  # A4 less its margins
        assert not page.locator(".controls").is_visible()
        assert page.locator(".foot").is_visible()
        assert "ube-gpt-4" in page.locator(".foot").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= 650
    for name in ("index.html", "compare/ube.html", "audit.html"):
        with Watched(browser, site / name) as watched:
            watched.page.emulate_media(media="print")
            watched.page.set_viewport_size({"width": 650, "height": 900})
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= 650, name


@pytest.mark.slow
def test_printed_no_column_is_cut_or_a_few_letters_wide(browser: Browser, site: Path) -> None:
    def printed(name: str) -> Watched:
        watched = Watched(browser, site / name, viewport={"width": 650, "height": 900})  # A4 less its margins
        watched.page.emulate_media(media="print")
        return watched

    with printed("runs/ube-gpt-4.html") as watched:
        rows = watched.page.evaluate(
            "[...document.querySelectorAll('.populations tbody tr')].map(r => r.getBoundingClientRect().height)"
        )
        assert len(rows) == 3 and max(rows) < 90
    with printed("index.html") as watched:
        heads = watched.page.locator(".matrix thead th")
        said = heads.evaluate_all("all => all.map(h => getComputedStyle(h, '::after').content)")
        assert {'"gpt-3.5"', '"gpt-4"'} < set(said)  # the names themselves: buttons are not repeated on each page
        assert not watched.page.locator(".matrix thead button").first.is_visible()
        assert all(b["x"] + b["width"] <= 650 for th in heads.all() if (b := th.bounding_box()))


@pytest.mark.slow
def test_a_row_of_a_table_is_copied_as_one_line(browser: Browser, site: Path) -> None:
    for name in ("runs/ube-gpt-4.html", "index.html", "compare/ube.html"):
        with Watched(browser, site / name) as watched:
            rows = watched.page.evaluate(
                "[...document.querySelectorAll('section:not(#questions) table:not(.rubric) tbody tr')]"
                ".filter(r => r.checkVisibility()).map(r => r.innerText.trim())"
            )
            assert len(rows) >= 2
            assert [row for row in rows if "\n" in row] == [], name


@pytest.mark.slow
def test_a_picture_of_a_whole_page_has_every_question(browser: Browser, site: Path) -> None:
    with Watched(browser, site / "runs" / "ube-gpt-4.html", viewport={"width": 1440, "height": 600}) as watched:
        last = watched.page.locator("#list > .question").last
        skipped = last.evaluate("q => getComputedStyle(q).contentVisibility")
        assert skipped == "visible" and "Task 3" in last.inner_text()


@pytest.mark.slow
def test_what_is_chosen_stands_in_the_address_and_is_there_again(browser: Browser, site: Path) -> None:
    path = site / "runs" / "ube-gpt-4.html"
    with Watched(browser, path) as watched:
        page = watched.page
        page.locator('button[data-show="right"]').click()
        page.locator("#search").fill("offer cyclist")
        page.locator("#sort").select_option("topic")
        page.locator("#population").select_option("1")
        page.locator("#found").select_option("no")
        shown, address = watched.visible(), page.url
        assert page.locator(".topic-head").count() >= (shown > 0)
    query = address.split("?")[1]
    for part in ("show=right", "search=offer", "sort=topic", "population=1", "found=no"):
        assert part in query
    with Watched(browser, path, f"?{query}") as watched:
        page = watched.page
        assert watched.visible() == shown
        assert page.locator("#search").input_value() == "offer cyclist"
        assert "July takers" in page.locator(".percentile:visible").inner_text()
        page.keyboard.press("Escape")
        assert watched.visible() == QUESTIONS
        assert "show=" not in page.url
    script = "%22%3E%3Cscript%3Ewindow.hacked%3D1%3C/script%3E"
    evil = f"?show={script}&sort={script}&topic={script}&population={script}&search={script}&matrix-sort={script}"
    with Watched(browser, path, evil + "#%E0%A4%A") as watched:
        assert watched.page.evaluate("window.hacked") is None
        assert watched.said == []
        assert watched.page.locator("#sort").input_value() == "number"


def test_what_is_shown_can_be_saved(browser: Browser, site: Path, tmp_path: Path) -> None:
    with Watched(browser, site / "runs" / "ube-gpt-4.html", "?show=wrong") as watched:
        with watched.page.expect_download() as download:
            watched.page.locator("#download").click()
        download.value.save_as(tmp_path / "shown.csv")
        with (tmp_path / "shown.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == watched.visible() > 0
        assert {r["outcome"] for r in rows} == {"wrong"}
        assert all(r["chosen"] != r["right_answer"] for r in rows)
    with Watched(browser, site / "index.html") as watched:
        with watched.page.expect_download() as download:
            watched.page.locator("#matrix-download").click()
        download.value.save_as(tmp_path / "exams.csv")
        lines = (tmp_path / "exams.csv").read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) == 2
        assert "gpt-3.5" in lines[0]


@pytest.mark.slow
def test_the_heat_table_sorts_by_any_column_and_remembers_it(browser: Browser, site: Path) -> None:
    with Watched(browser, site / "index.html") as watched:
        page = watched.page
        page.locator("#matrix thead button").nth(1).click()
        assert page.locator("#matrix thead th").nth(1).get_attribute("aria-sort") == "descending"
        assert "matrix-sort=1d" in page.url
        widths = page.eval_on_selector_all("#matrix tbody td[data-value]", "cells => cells.map(c => c.offsetWidth)")
        assert max(widths) - min(widths) <= 1
        page.locator("#matrix td a").first.click()
        assert page.url.endswith(".html")


def test_without_javascript_everything_can_be_read(browser: Browser, site: Path) -> None:
    with Watched(browser, site / "runs" / "ube-gpt-4.html", java_script_enabled=False) as watched:
        page = watched.page
        assert not page.locator(".controls").is_visible()
        assert page.locator(".percentile:visible").count() == 1
        page.locator("#q-mbe-01 > details > summary").click()
        assert page.locator("#q-mbe-01 .answered").is_visible()
        assert watched.visible() == QUESTIONS


@pytest.mark.slow
def test_a_thousand_questions_with_formulas_open_in_less_than_a_second_and_a_half_of_work(
    browser: Browser, tmp_path: Path
) -> None:
    folder = made_runs.run(tmp_path / "long", questions=997)
    answers = (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(answers):
        record = orjson.loads(line)
        record["text"] += (
            f"\n\nSo **this**: $x_{{{number}}}^2 = \\frac{{1}}{{{number + 2}}}$ and\n\n\\[ \\boxed{{{number}}} \\]"
        )
        answers[number] = orjson.dumps(record).decode()
    (folder / "answers.jsonl").write_text("\n".join(answers) + "\n", encoding="utf-8")
    path = write_run_report(folder)
    with Watched(browser, path) as watched:
        session = watched.context.new_cdp_session(watched.page)
        session.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})  # its own work, not what it waits for
        session.send("Performance.enable")
        watched.page.reload()
        metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        assert watched.visible() == 1000
        assert watched.page.locator("math").count() >= 2000
        assert len([url for url in watched.asked if url.startswith("file:")]) == 2  # the page, and the page again
        assert metrics["TaskDuration"] < 1.5


@pytest.mark.slow
def test_hostile_content_does_nothing_in_the_browser(browser: Browser, tmp_path: Path) -> None:
    """Each text in a page of its own, and all of them together in a report with comparison and audit."""
    pages = []
    for number, text in enumerate(HOSTILE.values()):
        pages.append(write_run_report(made_runs.run(tmp_path / f"{number}", questions=4, hostile=text)))
    for model in ("gpt-4", "gpt-3.5"):
        every = "".join(text[:2000] for text in HOSTILE.values())  # the longest one has its whole length to itself
        made_runs.run(tmp_path / "runs" / f"ube-{model}", model, questions=6, hostile=every)
    write_reports([tmp_path / "runs"], tmp_path / "out", ReportOptions(charts=("svg",)), paired_test)
    run = read_run(tmp_path / "runs" / "ube-gpt-4")
    assert run.audit is not None
    write_audit_report(run.audit, tmp_path / "out", run.form)
    pages += sorted((tmp_path / "out").rglob("*.html"))
    assert len(pages) == len(HOSTILE) + 5
    for path in pages:
        with Watched(browser, path) as watched:
            page = watched.page
            page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
            for control in ("#search", "#sort", "#population"):
                if page.locator(control).count():
                    page.locator(control).focus()
                    page.keyboard.press("ArrowDown")
            page.locator("h1").hover()
            assert page.evaluate("window.hacked") is None
            assert page.locator("script:not([type='application/ld+json'])").count() == 1
            assert watched.said == [], path
            assert [url for url in watched.asked if not url.startswith(("file:", "data:"))] == []
            assert page.url.split("?")[0] == path.as_uri()  # the address holds what was chosen


@pytest.mark.slow
def test_a_long_run_is_searched_on_its_overview_and_old_links_find_the_question(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_parts, "MOST_ON_ONE_PAGE", 20)
    monkeypatch.setattr(page_parts, "IN_A_PART", 10)
    path = write_run_report(made_runs.run(tmp_path / "run", questions=25))
    with Watched(browser, path) as watched:
        page = watched.page
        assert page.locator("#found li").count() == 0 and page.locator("#lines").is_hidden()
        wrong = int(page.locator('button[data-show="wrong"] b').inner_text())
        page.click('button[data-show="wrong"]')
        assert page.locator("#found li").count() == wrong > 0
        assert page.locator("#shown").inner_text() == f"{wrong} of 28 found"
        page.fill("#search", "mbe-24")
        page.keyboard.press("Escape")
        page.fill("#search", "mbe-24")
        page.click("#found a")
        page.wait_for_url("**/report-questions/003.html#q-mbe-24")
        assert page.locator("#q-mbe-24 .body").is_visible() and watched.visible() == 8
        page.click("text=Overview")
        page.wait_for_url("**/report.html*")
        assert watched.said == []
    with Watched(browser, path, "#q-mbe-12") as watched:
        watched.page.wait_for_url("**/report-questions/002.html#q-mbe-12")
    with Watched(browser, path, java_script_enabled=False) as watched:
        assert watched.page.locator("#found").is_hidden() and watched.page.locator("#search").is_hidden()
        watched.page.click("text=11 to 20")
        assert watched.visible() == 10


@pytest.mark.slow
def test_a_quotes_bar_stands_where_its_text_begins_and_a_tall_picture_fits_a_screen(
    browser: Browser, tmp_path: Path
) -> None:
    run = made_runs.run(tmp_path / "run", questions=9)
    answers = [orjson.loads(line) for line in (run / "answers.jsonl").read_bytes().splitlines()]
    quoted = "Both:\n\n> plain words\n\nand\n\n> قال الشاعر بيتا"
    (run / "answers.jsonl").write_bytes(b"\n".join(orjson.dumps(a | {"text": quoted}) for a in answers) + b"\n")
    write_run_report(run)
    with Watched(browser, run / "report.html", viewport={"width": 1440, "height": 900}) as watched:
        bars = watched.page.evaluate(
            "[...document.querySelectorAll('blockquote')].slice(0, 2).map(q => { const s = getComputedStyle(q);"
            " return [s.borderLeftWidth, s.borderRightWidth] })"
        )
        assert bars == [["2px", "0px"], ["0px", "2px"]]
        heights = watched.page.evaluate(
            "[...document.querySelectorAll('.picture img')].map(i => { i.closest('details').open = true;"
            " i.style.width = '200px'; i.style.height = '4000px'; return i.getBoundingClientRect().height })"
        )
        assert heights and max(heights) <= 32 * 16
