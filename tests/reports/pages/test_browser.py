"""The pages in a real browser: what a reader does with them, and what hostile content does not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import made_runs
import pytest
from hostile_texts import HOSTILE

from examsim.results.paired_test import paired_test
from reports.multi_run_report import ReportOptions, write_reports
from reports.pages.audit_page import write_audit_difference, write_audit_report
from reports.pages.run_page import write_run_report
from reports.run_folder import read_run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
QUESTIONS = 15
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)"),
]
playwright = pytest.importorskip("playwright.sync_api", reason="pip install 'examsim[browser]'")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


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


class Watched:
    """A page together with everything it said and asked for."""

    def __init__(self, browser: Browser, path: Path, fragment: str = "", **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri() + fragment)

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def visible(self) -> int:
        return int(self.page.locator(".question:visible").count())


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


def test_a_link_to_the_shared_prompt_opens_it(browser: Browser, site: Path) -> None:
    with Watched(browser, site / "runs" / "ube-gpt-4.html", "#q-mbe-01") as watched:
        page = watched.page
        page.locator("#q-mbe-01 details.prompt summary").click()
        page.locator("#q-mbe-01 details.prompt a").click()
        page.locator("#prompts pre").wait_for(state="visible")


def test_the_population_switch_changes_the_percentile_that_is_told(browser: Browser, site: Path) -> None:
    with Watched(browser, site / "runs" / "ube-gpt-4.html") as watched:
        page = watched.page
        assert "February takers, Illinois" in page.locator(".percentile:visible").inner_text()
        page.locator("#population").select_option(label="July takers, Illinois")
        assert page.locator(".percentile:visible").count() == 1
        assert "July takers, Illinois" in page.locator(".percentile:visible").inner_text()
        assert "July takers" in page.locator("tr.chosen th").inner_text()


def test_printing_opens_what_is_shown_and_leaves_the_controls_out(browser: Browser, site: Path, tmp_path: Path) -> None:
    with Watched(browser, site / "runs" / "ube-gpt-4.html") as watched:
        page = watched.page
        page.evaluate(
            "addEventListener('beforeprint', () => { window.opened = document.querySelectorAll("
            "'.question > details[open]').length })"
        )
        page.pdf(path=tmp_path / "report.pdf", format="A4", print_background=True)
        assert page.evaluate("window.opened") == QUESTIONS
        page.wait_for_function("document.querySelectorAll('.question > details[open]').length === 0")
        page.emulate_media(media="print")
        assert not page.locator(".controls").is_visible()
    pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "report.pdf").read_bytes()))
    assert 5 <= pages <= 40


def test_without_javascript_everything_can_be_read(browser: Browser, site: Path) -> None:
    with Watched(browser, site / "runs" / "ube-gpt-4.html", java_script_enabled=False) as watched:
        page = watched.page
        assert not page.locator(".controls").is_visible()
        assert page.locator(".percentile:visible").count() == 1
        page.locator("#q-mbe-01 > details > summary").click()
        assert page.locator("#q-mbe-01 .answered").is_visible()
        assert watched.visible() == QUESTIONS


def test_no_page_is_wider_than_its_window(browser: Browser, site: Path) -> None:
    for path in names(site):
        with Watched(browser, path) as watched:
            watched.page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
            for width in (390, 768, 1280):
                watched.page.set_viewport_size({"width": width, "height": 800})
                assert watched.page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(browser: Browser, site: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'examsim[browser]'").Axe()
    for name in ("index.html", "compare/ube.html", "runs/ube-gpt-4.html", "difference.html"):
        path = site / name
        with Watched(browser, path, color_scheme=scheme) as watched:
            # Text that is not laid out yet has no background to measure, so everything is laid out first.
            watched.page.evaluate(
                "for (const q of document.querySelectorAll('.question')) q.style.contentVisibility = 'visible';"
                "[...document.querySelectorAll('.question > details')].slice(0, 4).forEach(d => d.open = true)"
            )
            found = axe.run(watched.page).response["violations"]
            grave = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
            assert grave == [], path


def test_a_thousand_questions_open_in_less_than_two_seconds_of_work(browser: Browser, tmp_path: Path) -> None:
    path = write_run_report(made_runs.run(tmp_path / "long", questions=997))
    with Watched(browser, path) as watched:
        session = watched.context.new_cdp_session(watched.page)
        session.send("Performance.enable")
        watched.page.reload()
        metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        assert watched.visible() == 1000
        assert metrics["TaskDuration"] < 2.0


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
            assert page.locator("script").count() == 1
            assert watched.said == [], path
            assert [url for url in watched.asked if not url.startswith(("file:", "data:"))] == []
            assert page.url == path.as_uri()
