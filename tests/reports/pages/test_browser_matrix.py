"""Every page at a desk's and a phone's width, light and dark: axe finds nothing, nothing is wider than its window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import made_runs
import orjson
import pytest
from browsing import NEEDS_BROWSER, Watched, chromium
from click.testing import CliRunner

from exams.rubric import Criterion, Rubric
from examsim.cli.compare import command as compare
from examsim.cli.prefer import command as prefer
from examsim.cli.scaling import fit
from examsim.results.paired_test import paired_test
from reports.multi_run_report import ReportOptions, write_reports
from reports.packets.grading_packet import write_packet_page
from reports.packets.packet import Packet, PacketAnswer, PacketQuestion
from reports.pages.audit_page import write_audit_difference, write_audit_report
from reports.run_folder import read_run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [*NEEDS_BROWSER, pytest.mark.slow, pytest.mark.timeout(600)]
MARKUP = (
    "\n\n### Step 1\n\nSo **this**: $\\int_0^x e^{-t^2}dt = x-\\frac{x^3}{3}+O(x^5)+\\sum_{i=1}^{n}\\frac{1}{i^2}$\n\n"
    "\\[ \\lim_{x\\to 0} \\frac{f(x)-x}{x^3} = \\boxed{-\\tfrac13} \\]\n\n| a | b |\n|---|--:|\n| one | 2 |\n\n"
    "```python\nfor number in range(1000):  # " + "long " * 40 + '\n    print("x")\n```\n\n> quoted `code`'
)
PAGES: tuple[str, ...] = (
    "index.html",
    "runs/ube-gpt-4.html",
    "compare/ube.html",
    "audit.html",
    "difference.html",
    "packet.html",
)
PAGES += ("scaling.html", "preference.html", "pairs.html")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of five models whose answers hold formulas, tables and code, an audit, and a grading packet."""
    folder = tmp_path_factory.mktemp("matrix")
    for model, skill in (
        ("gpt-4", 0.9),
        ("gpt-3.5", 0.4),
        ("chance", 0.25),
        ("lab/a-long-name-v2", 0.6),
        ("five", 0.7),
    ):
        run = made_runs.run(folder / "runs" / f"ube-{model.split('/')[-1]}", model, questions=9, skill=skill)
        lines = [orjson.loads(line) for line in (run / "answers.jsonl").read_text(encoding="utf-8").splitlines()]
        marked = [orjson.dumps(line | {"text": line["text"] + MARKUP}).decode() for line in lines]
        (run / "answers.jsonl").write_text("\n".join(marked) + "\n", encoding="utf-8")
    write_reports([folder / "runs"], folder / "out", ReportOptions(charts=("svg",)), paired_test)
    found = read_run(folder / "runs" / "ube-gpt-4")
    assert found.audit is not None
    write_audit_report(found.audit, folder / "out", found.form)
    write_audit_difference(found.audit, found.audit, folder / "out" / "difference.html", found.form)
    rubric = Rubric(kind="analytic", max_points=2, criteria=(Criterion(id="c1", text="states $x^2$", points=2),))
    question = PacketQuestion("q1", "Find $\\frac{1}{2}$ of **it**.", "A passage.", (), rubric, "It is $x$.")
    answers = tuple(PacketAnswer(f"{n:012x}", 0, f"Answer {n}." + MARKUP) for n in range(4))
    write_packet_page(folder / "out" / "packet.html", Packet("p", "grader-1", "UBE", (question,), answers))
    _write_own_charts(folder / "out")
    return folder / "out"


def _write_own_charts(out: Path) -> None:
    """The pages of a forecast, of a comparison by preference and of one over many exams, which hold a chart each."""
    points = out / "points.csv"
    points.write_text("model,compute,loss\n" + "".join(f"m{n},{10.0**n:g},{4 * 0.9**n:g}\n" for n in range(1, 8)))
    done = CliRunner().invoke(fit, [str(points), "--hold-out", "1", "--predict", "1e9", "-o", str(out)])
    assert done.exit_code == 0, done.output
    votes = out / "votes.csv"
    rows = [f"{n},{a},{b},{'left' if n % 3 else 'right'}" for n in range(30) for a, b in ("xy", "yz", "xz")]
    votes.write_text("prompt,left,right,winner\n" + "\n".join(rows))
    done = CliRunner().invoke(prefer, ["--verdicts", str(votes), "-o", str(out)])
    assert done.exit_code == 0, done.output
    runs = [str(out.parent / "runs" / f"ube-{model}") for model in ("gpt-3.5", "gpt-4")]
    done = CliRunner().invoke(compare, ["--pairs", *runs, "-o", str(out)])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_clean_and_fits(browser: Browser, site: Path, name: str, width: int, scheme: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'examsim[browser]'").Axe()
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    with Watched(browser, site / name, **options) as watched:
        # Text that is not laid out yet has no background to measure, so everything is laid out first.
        watched.page.evaluate(
            "document.querySelectorAll('.question').forEach(q => q.style.contentVisibility = 'visible');"
            "document.querySelectorAll('details:not(.as-written)').forEach((d, n) => { if (n < 25) d.open = true })"
        )
        found = axe.run(watched.page).response["violations"]
        assert [(v["id"], v["impact"], v["nodes"][0]["html"][:200]) for v in found] == []
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
        assert watched.said == []
        assert [url for url in watched.asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("name", ["runs/ube-gpt-4.html", "compare/ube.html", "packet.html"])
def test_the_source_is_a_switch_away_also_without_a_script(browser: Browser, site: Path, name: str) -> None:
    with Watched(browser, site / name, java_script_enabled=name == "packet.html") as watched:
        page = watched.page
        if name != "packet.html":
            page.locator(".question > details > summary").first.click()
        box = page.locator(".switched:has(> .as-written)").first
        assert box.locator(".md").last.is_visible()
        assert not box.locator(".plain").last.is_visible()
        box.locator(".as-written > summary").click()
        assert not box.locator(".md").last.is_visible()
        assert "\\boxed{-\\tfrac13}" in box.locator(".plain").last.inner_text()


@pytest.mark.parametrize("name", ["runs/ube-gpt-4.html", "compare/ube.html"])
def test_on_a_phone_the_reported_column_is_in_sight(browser: Browser, site: Path, name: str) -> None:
    with Watched(browser, site / name, viewport={"width": 390, "height": 900}) as watched:
        heads = watched.page.locator("thead th:has-text('Reported')")
        assert heads.count() >= 1
        for head in heads.all():
            box = head.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= 390
