"""The pages of `examsim view` at a desk's and a phone's width, light and dark: axe finds nothing, all of it fits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import made_runs
import pytest
from browsing import NEEDS_BROWSER, chromium

from examsim.running.choose import make_run_plan
from examsim.running.live_record import LiveRecord
from examsim.running.run_plan import Settings
from scoring.reading.key_grading import grade_by_key
from scoring.types import Answer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [*NEEDS_BROWSER, pytest.mark.slow, pytest.mark.timeout(600)]
ANSWERED = 17


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The server's address with its token, over a finished run and one that goes on; and the id of the latter."""
    uvicorn = pytest.importorskip("uvicorn", reason="pip install 'examsim[view]'")
    from examsim.view.app import make_app
    from examsim.view.serve import _listen, kept_token

    root = tmp_path_factory.mktemp("view") / "runs"
    made_runs.run(root / "ube-one", "gpt-4", questions=6)
    plan = make_run_plan("lsat", "chance", form=None, section=None, settings=Settings())
    live = LiveRecord(root / plan.run_id, plan)
    for question in plan.form.questions[:ANSWERED]:
        answer = Answer(question=question.id, section=question.section, status="answered", text="A", choice=("A",))
        live(answer)
        live(grade_by_key(question, answer))
    listening, token = _listen(0), kept_token(root)
    server = uvicorn.Server(uvicorn.Config(make_app(root, token), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/{token}/", plan.run_id
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["list", "going on", "finished"])
def test_a_page_is_clean_and_fits(
    browser: Browser, served: tuple[str, str], name: str, width: int, scheme: Any
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'examsim[browser]'").Axe()
    address, live = served
    path = {"list": "", "going on": f"runs/{live}/", "finished": "runs/ube-one/"}[name]
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page, said, asked = context.new_page(), list[str](), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + path)
    page.evaluate(
        "document.querySelectorAll('.question').forEach(q => q.style.contentVisibility = 'visible');"
        "document.querySelectorAll('details:not(.as-written)').forEach((d, n) => { if (n < 25) d.open = true })"
    )
    found = axe.run(page).response["violations"]
    assert [(v["id"], v["impact"], v["nodes"][0]["html"][:200]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    if name == "going on":
        assert f"{ANSWERED}" in page.inner_text("body")
    context.close()


def test_on_a_phone_the_list_says_how_far_each_run_is(browser: Browser, served: tuple[str, str]) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(served[0])
    for cell in (page.get_by_role("columnheader", name="How far"), page.get_by_text(f"{ANSWERED} of")):
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
    assert page.get_by_text("LSAT · chance").is_visible()
    context.close()
