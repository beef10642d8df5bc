"""A grading packet in a real browser: graded by keyboard, closed in the middle, resumed, exported."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hostile_texts import HOSTILE

from exams.rubric import Criterion, Level, Rubric
from reports.packets.grading_packet import write_packet_page
from reports.packets.packet import EarlierGrade, Packet, PacketAnswer, PacketQuestion

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)"),
]
playwright = pytest.importorskip("playwright.sync_api", reason="pip install 'examsim[browser]'")

ANALYTIC = Rubric(
    kind="analytic",
    max_points=6,
    criteria=(
        Criterion(id="c1", text="states the rule", points=2),
        Criterion(id="c2", text="applies it", points=2, requires=("c1",)),
        Criterion(id="c3", text="one of two exceptions", points=2, group="exceptions", step=1),
        Criterion(id="c4", text="the other exception", points=2, group="exceptions", step=1),
        Criterion(id="c5", text="confuses the parties", points=-1),
    ),
    caps={"exceptions": 2},
)
HOLISTIC = Rubric(
    kind="holistic", max_points=6, levels=tuple(Level(points=p, text=f"level {p}") for p in range(7)), step=0.5
)
ESSAY = "The court will look to the words of the lease, and then to what the parties did under it. " * 60

DRAWN = "div p wbr br em strong code span table thead tbody tr th td math mrow mi mn mo mfrac"


def question(label: str, rubric: Rubric) -> PacketQuestion:
    return PacketQuestion(label, f"Discuss the case of {label}.", "", (), rubric, "")


def a_packet(answers: int, text: str = ESSAY) -> Packet:
    questions = (question("mee-1", ANALYTIC), question("issue-1", HOLISTIC))
    own = tuple(PacketAnswer(f"{n:012x}", n % 2, f"Answer {n}. {text}") for n in range(answers))
    return Packet(f"grader-1-{answers}", "grader-1", "UBE", questions, own)


@pytest.fixture(scope="module")
def started() -> Iterator[Any]:
    with playwright.sync_playwright() as found:
        yield found


@pytest.fixture(scope="module")
def browser(started: Any) -> Iterator[Browser]:
    chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
    yield chromium
    chromium.close()


@pytest.fixture
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that nobody has used."""
    context = browser.new_context()
    yield context
    context.close()


def open_profile(started: Any, folder: Path) -> BrowserContext:
    """A browser that keeps its memory on disk, as a person's does."""
    context: BrowserContext = started.chromium.launch_persistent_context(
        str(folder / "profile"), executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
    )
    return context


def opened(context: BrowserContext, path: Path, said: list[str]) -> Page:
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else said.append(r.url))
    page.goto(path.as_uri())
    return page


def exported(page: Page, to: Path) -> dict[str, Any]:
    with page.expect_download() as download:
        page.locator("#export").click()
    download.value.save_as(to)
    data: dict[str, Any] = json.loads(to.read_text())
    return data


@pytest.mark.slow
def test_500_answers_open_in_less_than_two_seconds_and_nothing_is_lost_when_the_tab_is_closed(
    started: Any, tmp_path: Path
) -> None:
    path, said = write_packet_page(tmp_path / "packet.html", a_packet(500)), list[str]()
    context = open_profile(started, tmp_path)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(path.as_uri())
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    assert metrics["TaskDuration"] < 2.0
    assert page.locator("#list button").count() == 500
    for _ in range(20):  # twenty answers, analytic and holistic in turn, by keyboard alone
        for _ in range(page.locator("#steps fieldset").count()):
            page.keyboard.press("2")
        page.keyboard.press("n")
    page.locator("#comment").fill("halfway through a thou")
    page.close(run_before_unload=False)  # the tab is gone in the middle of a word
    context.close()
    context = open_profile(started, tmp_path)
    page = opened(context, path, said)
    assert page.locator("#progress").inner_text() == "20 of 500 graded"
    page.locator("#list button").nth(20).click()
    assert page.locator("#comment").input_value() == "halfway through a thou"
    data = exported(page, tmp_path / "out.json")
    assert len(data["grades"]) == 21
    assert data["grades"][0]["points"] == {"c1": 0.5, "c2": 0.5, "c3": 1, "c4": 1, "c5": -0.5}
    assert data["grades"][1]["points"] == {"level": 2}  # of thirteen levels a digit names the points
    assert data["packet"] == "grader-1-500"
    assert said == []
    context.close()


@pytest.mark.slow
def test_a_file_that_was_exported_resumes_in_another_browser(
    browser: Browser, profile: BrowserContext, tmp_path: Path
) -> None:
    path = write_packet_page(tmp_path / "packet.html", a_packet(4))
    page = opened(profile, path, [])
    for _ in range(5):
        page.keyboard.press("1")
    page.locator("#comment").fill("gründlich")
    first = exported(page, tmp_path / "out.json")
    other = browser.new_context()
    page = opened(other, path, [])
    assert page.locator("#progress").inner_text().startswith("0 of 4")
    page.locator("#import").set_input_files(tmp_path / "out.json")
    page.wait_for_function("document.getElementById('progress').textContent.startsWith('1 of 4')")
    assert exported(page, tmp_path / "again.json") == first
    (tmp_path / "wrong.json").write_text(json.dumps({**first, "packet": "another"}))
    page.locator("#import").set_input_files(tmp_path / "wrong.json")
    page.locator("#trouble").wait_for(state="visible")
    assert "another packet" in page.locator("#trouble").inner_text()
    other.close()


@pytest.mark.parametrize(
    ("places", "total"),
    [
        ((4, 4, 2, 2, 2), "6 of 6"),
        ((0, 4, 0, 0, 2), "0 of 6"),
        ((2, 2, 2, 2, 0), "3 of 6"),
        ((1, 0, 1, 1, 2), "2.5 of 6"),
    ],
)
def test_the_total_is_the_rubrics(profile: BrowserContext, tmp_path: Path, places: str, total: str) -> None:
    page = opened(profile, write_packet_page(tmp_path / "packet.html", a_packet(2)), [])
    given = {}
    for criterion, place in zip(ANALYTIC.criteria, places, strict=True):
        radio = page.locator(f"input[name={criterion.id}]").nth(int(place))
        given[criterion.id] = float(radio.get_attribute("value") or "nan")
        radio.check()
    assert page.locator("#total").inner_text() == total
    assert f"{ANALYTIC.points(given):g} of 6" == total


@pytest.mark.slow
def test_every_level_of_a_holistic_rubric_can_be_chosen(profile: BrowserContext, tmp_path: Path) -> None:
    page = opened(profile, write_packet_page(tmp_path / "packet.html", a_packet(2)), [])
    page.keyboard.press("n")
    assert page.locator("#steps input").count() == 13
    assert page.locator("#levels li").count() == 7
    page.locator("#steps input").nth(12).check()
    assert page.locator("#total").inner_text() == "6 of 6"
    page.keyboard.press("u")
    assert "1 of 2" in page.locator("#token").inner_text()


@pytest.mark.slow
@pytest.mark.parametrize(("keys", "total"), [("5", "5 of 6"), ("5+", "5.5 of 6"), ("0", "0 of 6"), ("3-", "2.5 of 6")])
def test_every_level_can_be_reached_by_keyboard_though_there_are_more_than_nine(
    profile: BrowserContext, tmp_path: Path, keys: str, total: str
) -> None:
    page = opened(profile, write_packet_page(tmp_path / "packet.html", a_packet(2)), [])
    page.keyboard.press("n")
    for key in keys:
        page.keyboard.press(key)
    assert page.locator("#total").inner_text() == total


@pytest.mark.slow
def test_the_total_stays_in_sight_while_the_last_criterion_is_graded(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 620}).new_page()
    page.goto(write_packet_page(tmp_path / "packet.html", a_packet(40)).as_uri())
    for _ in range(5):
        page.keyboard.press("1")
    page.locator("#comment").scroll_into_view_if_needed()
    for place in ("#total", "#list button >> nth=0", "#export"):
        box = page.locator(place).bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 620 - box["height"]
    page.context.close()


@pytest.mark.parametrize(
    "name", [n if n == "script element" else pytest.param(n, marks=pytest.mark.slow) for n in HOSTILE]
)
def test_a_hostile_answer_is_only_text(profile: BrowserContext, tmp_path: Path, name: str) -> None:
    said: list[str] = []
    path = write_packet_page(tmp_path / "packet.html", a_packet(2, HOSTILE[name]))
    page = opened(profile, path, said)
    page.wait_for_timeout(50)
    assert said == []
    assert page.evaluate("window.hacked") is None
    found = page.eval_on_selector_all("#text *, #answer template", "all => all.map(e => e.tagName.toLowerCase())")
    assert set(found) <= set(DRAWN.split())
    assert page.locator("#text").inner_text().startswith("Answer 0.")


@pytest.mark.slow
def test_an_adjudicator_sees_both_grades_beside_each_criterion_and_where_they_part(
    profile: BrowserContext, tmp_path: Path
) -> None:
    first, second = {"c1": 2.0, "c2": 1.0}, {"c1": 2.0, "c2": 0.0}
    earlier = (EarlierGrade("first grader", 3, first, "sound"), EarlierGrade("second grader", 2, second))
    packet = a_packet(1)
    packet = replace(packet, answers=(replace(packet.answers[0], earlier=earlier),), adjudication=True)
    page = opened(profile, write_packet_page(tmp_path / "packet.html", packet), [])
    assert page.locator("#earlier p").all_inner_texts() == ["first grader: 3 of 6. sound", "second grader: 2 of 6"]
    assert page.locator("#steps .earlier").all_inner_texts() == [
        "first grader 2 · second grader 2",
        "first grader 1 · second grader 0",
    ]
    assert page.locator("#steps .apart").count() == 1


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_fits_a_phone_and_axe_finds_no_serious_fault(
    browser: Browser, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'examsim[browser]'").Axe()
    path = write_packet_page(tmp_path / "packet.html", a_packet(12))
    for width in (390, 1280):
        page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
        page.goto(path.as_uri())
        page.keyboard.press("1")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = axe.run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:150]) for v in found if v["impact"] in ("serious", "critical")] == []
        page.context.close()


def test_the_page_can_ask_for_nothing(tmp_path: Path) -> None:
    text = unescape(write_packet_page(tmp_path / "packet.html", a_packet(2)).read_text())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; img-src data:;")
    assert not re.search(r"(src|href)=[\"'](?!#)", text)
