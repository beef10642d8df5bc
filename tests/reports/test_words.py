"""What a reader is told: one word for one thing, and none of the records' own."""

from pathlib import Path

import made_runs
import pytest
from page_reader import Page

from reports.pages.run_page import write_run_report
from reports.words import about, capital, close_percent, label, moment


def test_words() -> None:
    assert about("~87th") == "about the 87th"
    assert about("below 26th") == "below 26th"
    assert close_percent("95 % of 8 % and 83.3%") == "95% of 8% and 83.3%"
    assert capital("practice form") == "Practice form"
    assert moment("2026-11-28T19:32:58+00:00") == "28 Nov 2026, 19:32 UTC"
    assert moment("2026-03-02T09:21:40Z") == "2 Mar 2026, 09:21 UTC"
    assert moment("last week") == "last week"
    assert label("unparsed") == "answer not readable"
    assert label("no_such_state") == "no such state"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    return Page(write_run_report(made_runs.run(tmp_path_factory.mktemp("words") / "run")))


@pytest.mark.parametrize(
    "old",
    ["the lower of the two", "full and clean agree", "unparsed", "Read as", "~", " %", "null", "÷ full", "T09:14:05Z"],
)
def test_the_records_own_words_are_not_on_the_page(page: Page, old: str) -> None:
    assert old not in page.text


def test_each_tag_is_told_in_words_and_filters_by_its_own_name(page: Page) -> None:
    shown = [a["data-show"] for a in page.all("button") if a.get("data-show")]
    assert "flagged" in shown
    for words in ("found in the corpus", "right answer, chosen", "2 Mar 2026, 09:14 UTC", "Question set"):
        assert words in page.text


def test_what_is_unset_is_left_out_of_the_facts(tmp_path: Path) -> None:
    folder = made_runs.run(tmp_path / "run", questions=4)
    head = (folder / "run.json").read_text()
    (folder / "run.json").write_text(head.replace('"seeds": {', '"seeds": {"sample": null, "retried": {},', 1))
    text = Page(write_run_report(folder)).text
    assert "sampling 0" in text
    assert "sample null" not in text
    assert "retried" not in text
