"""The served pages in a real browser, from a real server on this machine."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import made_runs
import orjson
import pytest

from examsim.run.choose import make_run_plan
from examsim.run.live_record import LiveRecord
from examsim.run.run_plan import Settings
from examsim.view.serve import kept_token
from reports.run_folder import read_run
from scoring.types import Answer

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)"),
]
playwright = pytest.importorskip("playwright.sync_api", reason="pip install 'examsim[browser]'")
uvicorn = pytest.importorskip("uvicorn", reason="pip install 'examsim[view]'")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    from examsim.view.app import make_app
    from examsim.view.serve import _listen

    made_runs.run(tmp_path / "ube-one", "gpt-4", questions=6)
    listening, token = _listen(0), kept_token(tmp_path)
    server = uvicorn.Server(uvicorn.Config(make_app(tmp_path, token), log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield tmp_path, f"http://127.0.0.1:{listening.getsockname()[1]}/{token}/"
    server.should_exit = True
    thread.join(20)


def test_a_run_is_watched_noted_and_graded(served: tuple[Path, str]) -> None:
    root, address = served
    said: list[str] = []
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page: Any = browser.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))

        plan = make_run_plan("ube", "chance", form=None, section=None, settings=Settings())
        live, first = LiveRecord(root / plan.run_id, plan), plan.form.questions[0]
        page.goto(address)
        page.get_by_role("link", name=plan.run_id).click()
        page.get_by_text("Nothing is graded yet").wait_for()
        card = page.locator(f'.question[id="q-{first.id}"]')
        card.locator("summary").first.click()
        live(
            Answer(question=first.id, section=first.section, status="answered", text="a telling answer", choice=("A",))
        )
        card.get_by_text("a telling answer").wait_for()  # by itself, and still open
        page.get_by_text("1 of 31 answered").wait_for()

        page.goto(f"{address}runs/ube-one/#q-mee-1")
        live.end()
        card = page.locator('.question[id="q-mee-1"]')
        card.get_by_text("Add a note").click()
        card.locator("form[data-note] textarea").fill("<b>see</b> rule 3")
        card.locator("form[data-note] button").click()
        card.get_by_text("<b>see</b> rule 3").wait_for()
        assert orjson.loads((root / "ube-one" / "notes.jsonl").read_bytes())["text"] == "<b>see</b> rule 3"

        card.get_by_text("Give points").click()
        for choice in card.locator("form[data-points] select").all():
            choice.select_option(index=1)
        card.locator("form[data-points] button").click()
        card.get_by_text("no name of a grader").wait_for()
        card.locator("form[data-points] [data-who]").fill("Ann")
        with page.expect_navigation():
            card.locator("form[data-points] button").click()
        page.locator('.question[id="q-mee-1"]').get_by_text("by Ann").wait_for()
        (kept,) = [g for g in read_run(root / "ube-one").given if g.grader_kind == "human"]
        assert (kept.grader, kept.question) == ("Ann", "mee-1")
        browser.close()
    assert [s for s in said if "422" not in s] == []  # the one refusal, of points without a name
