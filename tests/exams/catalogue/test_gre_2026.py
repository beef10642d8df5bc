"""GRE since 2023: two routes, each with an estimated scale that is made again here; keys earn the top score."""

import csv
import json
from math import exp
from pathlib import Path

import pytest
from click.testing import CliRunner

from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from examsim.cli import cli
from reports.run_folder import Run, read_run

MEASURES = ("gre-verbal-2026", "gre-quantitative-2026")


def logistic(x: float) -> float:
    return 1 / (1 + exp(-x))


def estimated(raw: int, shift: float) -> float:
    """The score at `raw` of 27 where the second section is `shift` logits harder: see SOURCES.md."""
    if raw == 0 or (raw == 27 and shift > 0):
        return 170.0 if raw else 130.0
    low, high = -12.0, 12.0
    for _ in range(100):
        t = (low + high) / 2
        share = (12 * logistic(t) + 15 * logistic(t - shift)) / 27
        low, high = (t, high) if share < min(raw, 26.5) / 27 else (low, t)
    return 130 + 40 * logistic(low)


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize(("route", "shift"), [("harder", 0.75), ("easier", -0.75)])
def test_the_scales_are_the_estimate_that_sources_tells(name: str, route: str, shift: float) -> None:
    with (load_exam(name).folder / "scales" / f"{route}-estimate.csv").open() as file:
        rows = [(int(r["raw"]), int(r["scaled"])) for r in csv.DictReader(file)]
    assert rows == [(raw, round(estimated(raw, shift))) for raw in range(28)]


def sat(name: str, model: str, out: Path) -> Run:
    done = CliRunner().invoke(cli, ["run", name, "--model", model, "--out", str(out)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    (folder,) = [p.parent for p in out.glob("*/run.json")]
    return read_run(folder)


@pytest.mark.parametrize("name", MEASURES)
def test_the_keys_earn_the_top_on_the_harder_route_and_chance_is_sent_to_the_easier(name: str, tmp_path: Path) -> None:
    form = practice_form(load_exam(name))
    keys = tmp_path / "keys.jsonl"
    lines = [
        {"question": q.id, "answer": ", ".join(q.key if q.kind != "numeric" else q.key[:1])} for q in form.questions
    ]
    keys.write_text("".join(json.dumps(line) + "\n" for line in lines))
    best, chance = sat(name, f"replay:{keys}", tmp_path / "best"), sat(name, "chance", tmp_path / "chance")
    for run, module in ((best, "harder"), (chance, "easier")):
        assert run.score is not None and len(run.answers) == 27 and run.head.routing[0].module == module
        assert not run.score.full.incomplete and "27 of 27" in run.score.coverage
    assert best.score is not None and (best.score.full.value, best.score.full.percent) == (170, 100)
    assert chance.score is not None and chance.score.full.value is not None and chance.score.full.value < 142
    assert any("is an estimate; its error, SD 3 points" in n.text for n in best.score.notes)
