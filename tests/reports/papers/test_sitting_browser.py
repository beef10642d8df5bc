"""The offline page in a real browser: begun, closed in the middle, resumed, ended by its timer, saved, read back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import NEEDS_BROWSER, chromium

from exams.form import Form, FormHead
from exams.question import Option, Question
from examsim.people.read_sheets import read_sheets
from reports.papers.paper import paper_of
from reports.papers.paper_pages import write_paper_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = NEEDS_BROWSER


def form() -> Form:
    options = tuple(Option(label=x, text=f"option {x}") for x in "ABCD")
    questions = (
        Question(id="q1", section="first", kind="multiple_choice", stem="One?", options=options, key=("C",)),
        Question(id="q2", section="first", kind="multiple_select", stem="Two?", options=options, key=("A", "B")),
        Question(id="q3", section="second", kind="numeric", stem="Three?", key=("7",)),
    )
    return Form(FormHead(id="f", title="A form"), questions, {}, Path())


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with chromium() as found:
        yield found


def test_a_sitting_is_resumed_ended_by_the_clock_and_read_back(browser: "Browser", tmp_path: Path) -> None:
    write_paper_pages(paper_of(form(), None, minutes=1), tmp_path)
    page = browser.new_page(viewport={"width": 390, "height": 800}, accept_downloads=True)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.clock.install()
    page.goto((tmp_path / "sitting.html").as_uri())
    page.click("#start")
    assert "Write an id first" in page.inner_text("#trouble")
    page.fill("#id", "anna")
    page.click("#start")
    assert "Without your consent" in page.inner_text("#trouble")
    page.check("#consent")
    page.click("#start")
    page.check("[data-question=q1] input[value=C]")
    page.check("[data-question=q2] input[value=A]")
    page.check("[data-question=q2] input[value=B]")
    assert page.inner_text("#progress") == "2 of 3 answered"
    page.clock.run_for(20_000)
    page.reload()
    assert page.is_checked("[data-question=q1] input[value=C]") and page.inner_text("#clock") < "0:41 left"
    page.clock.run_for(45_000)
    assert "The time of this section was over" in page.inner_text("#trouble")
    page.fill("[data-question=q3] input", "7")
    page.click(".part:not([hidden]) .next")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with page.expect_download() as waiting:
        page.click("#save")
    saved = tmp_path / "anna.json"
    waiting.value.save_as(saved)
    assert waiting.value.suggested_filename == "anna.json"
    assert json.loads(saved.read_text())["seconds"]["first"] >= 60
    (sheet,) = read_sheets([saved], form()).sheets
    assert sheet.answers == {"q1": ("C",), "q2": ("A", "B"), "q3": ("7",)} and sheet.consent == "yes"
    assert not said and all(url.startswith(("file:", "blob:", "data:")) for url in asked)
    page.close()
