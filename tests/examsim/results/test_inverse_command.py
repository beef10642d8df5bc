"""Hindsight neglect from the form to the test over models by size."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from exams.errors import InputError
from exams.exit_codes import OK
from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from examsim.cli import cli
from examsim.models.fake import FakeModel
from examsim.models.request import Request
from examsim.models.resources import RunResources
from examsim.results.inverse import sizes_of
from examsim.results.steps import score_run
from examsim.running.choose import make_run_plan
from examsim.running.execute import execute
from examsim.running.run_plan import Settings
from examsim.running.write_run import write_run

FORM = practice_form(load_exam("hindsight-neglect"))
KEYS = {q.id: q.key[0] for q in FORM.questions}


def hindsight(request: Request) -> str:
    """Judges by the outcome alone."""
    asked = request.messages[0].text.rsplit("Question: ", 1)[1]
    return " Y" if " takes it and wins " in asked else " N"


def oracle(request: Request) -> str:
    return f" {KEYS[request.metadata.question]}"


def half(request: Request) -> str:
    """The oracle for the first half of the bets."""
    return oracle(request) if int(request.metadata.question.rsplit("-", 1)[1]) <= 40 else hindsight(request)


def sat(folder: Path, name: str, say: Any) -> Path:
    settings = Settings(layout="auto", left_open=("temperature", "max_tokens"))
    plan = make_run_plan("hindsight-neglect", name, form=None, section=None, settings=settings)
    run = folder / name
    resources = RunResources(cache=folder / f"{name}.sqlite", model=FakeModel(say, name))
    write_run(execute(plan, resources, lambda *_: None), run)
    score_run(run)
    return run


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("runs")
    models = {"small": half, "middle": hindsight, "large": oracle, "always": lambda _: " Yes"}
    return {name: sat(folder, name, say) for name, say in models.items()}


def typed(*words: str) -> Result:
    return CliRunner().invoke(cli, ["inverse", *words], catch_exceptions=False)


@pytest.mark.parametrize(
    ("model", "mismatched", "matched"), [("large", 1, 1), ("middle", 0, 1), ("always", 0.5, 0.5), ("small", 0.5, 1)]
)
def test_stubs_get_what_they_must_and_the_score_is_that_of_the_mismatched(
    runs: dict[str, Path], model: str, mismatched: float, matched: float
) -> None:
    score = json.loads((runs[model] / "score.json").read_bytes())["full"]
    shares = {s["section"]: s["fraction"] for s in score["sections"]}
    assert (shares["mismatched"], shares["matched"], shares["no-shots"]) == (mismatched, matched, mismatched)
    assert score["value"] == pytest.approx(100 * mismatched)


def test_the_sent_text_is_ten_examples_and_the_bet() -> None:
    told = CliRunner().invoke(cli, ["show", "hindsight-neglect", "-q", "1"]).output
    assert len(re.findall(r"^Answer: [YN]$", told, re.M)) == 10 and len(re.findall(r"^Answer:$", told, re.M)) == 1


def test_a_u_over_three_models_is_found_and_the_controls_are_flat(runs: dict[str, Path], tmp_path: Path) -> None:
    sizes = [f"--size={n}={s}" for n, s in (("small", 1e8), ("middle", 1e9), ("large", 1e10))]
    told = typed(*(str(runs[n]) for n in ("large", "small", "middle")), *sizes, "-o", str(tmp_path))
    assert told.exit_code == OK
    lines = told.output.splitlines()
    assert lines[0].startswith("mismatched: U-shaped (80 questions, percent right by size: small 50.0, middle 0.0")
    assert "two lines that meet at middle" in lines[1]
    assert any(line.startswith("matched: no trend shown") for line in lines)
    assert any(line.startswith("middle: mismatched against matched −100.0 points") for line in lines)
    record = json.loads((tmp_path / "inverse.json").read_bytes())
    assert record["sections"][0]["verdict"] == "U-shaped" and list(record["sizes"]) == ["small", "middle", "large"]
    assert (tmp_path / "inverse.png").is_file() and "U-shaped with size" in (tmp_path / "inverse.svg").read_text()


def test_sizes_come_from_a_table_too(runs: dict[str, Path], tmp_path: Path) -> None:
    table = tmp_path / "sizes.csv"
    table.write_text("model,size\nsmall,125M\nmiddle,1.3B\n")
    assert sizes_of(table, ()) == {"small": 1.25e8, "middle": 1.3e9}
    told = typed(str(runs["small"]), str(runs["middle"]), "--sizes", str(table), "--json")
    assert json.loads(told.output)["sections"][0]["verdict"] == "falling"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--size=small=1"], "no size is given for 'middle'"),
        (["--size=small=x"], "is not MODEL=NUMBER"),
        (["--size=small=-1"], "a size is a number above 0"),
        (["--size=small=1", "--size=middle=1"], "at least two sizes"),
    ],
)
def test_sizes_that_cannot_be_used_are_one_line(runs: dict[str, Path], words: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        typed(str(runs["small"]), str(runs["middle"]), *words)


def test_two_runs_of_one_model_are_refused(runs: dict[str, Path]) -> None:
    with pytest.raises(InputError, match="two runs of 'small'"):
        typed(str(runs["small"]), str(runs["small"]), "--size=small=1")
