"""`examsim compare --pairs`: which runs are paired, what is told, and the page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import made_runs
import orjson
import pytest
from click.testing import CliRunner, Result

from exams.errors import InputError
from examsim.cli import cli


def compared(*args: object) -> Result:
    return CliRunner().invoke(cli, ["compare", *map(str, args)])


def refused(*args: object) -> str:
    done = compared(*args)
    assert isinstance(done.exception, InputError), done.output
    return str(done.exception)


def change(folder: Path, **fields: object) -> None:
    """Change the head of a run: {"exam": {"id": …}} and the like, one level deep."""
    head = orjson.loads((folder / "run.json").read_bytes())
    for name, value in fields.items():
        head[name] = {**head[name], **value} if isinstance(value, dict) else value
    (folder / "run.json").write_bytes(orjson.dumps(head))


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """A base and a tuned model on two exams; the tuned one was asked otherwise on the second."""
    for model, skill in (("base", 0.4), ("tuned", 0.9)):
        for exam in ("ube", "lsat"):
            folder = made_runs.run(tmp_path / "runs" / f"{exam}-{model}", model, questions=24, skill=skill)
            change(folder, exam={"id": exam, "short": exam.upper()})
    change(tmp_path / "runs" / "lsat-tuned", parameters={"temperature": 1.0})
    return tmp_path / "runs"


def test_two_models_over_two_exams(runs: Path, tmp_path: Path) -> None:
    done = compared("--pairs", runs / "ube-base", runs, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    text = " ".join(done.output.split())
    assert text.startswith("A base B tuned differs grader: A base, B tuned differs temperature: A 0.3, B 1.0 (1 of 2")
    for name in ("UBE", "LSAT"):
        assert re.search(rf"{name}: A [\d.]+ %, B [\d.]+ % on \d+ shared questions; B − A = \+", text)
    assert "mean of exams (unweighted): A" in text and "mean of questions (pooled): A" in text
    body = json.loads((tmp_path / "out" / "pairs.json").read_text())
    assert body["schema"] == "examsim.compare-pairs/1" and len(body["exams"]) == 2
    assert [d["exams"] for d in body["differs"]] == [2, 1]
    page = (tmp_path / "out" / "pairs.html").read_text()
    assert "<bdi>tuned</bdi> against <bdi>base</bdi>" in page and "temperature: A 0.3, B 1.0" in page
    assert page.count("<svg") >= 1 and "mean of questions (pooled)" in page
    assert (tmp_path / "out" / "forest.svg").is_file() and (tmp_path / "out" / "forest.png").is_file()
    assert json.loads(compared("--pairs", runs / "ube-base", runs, "--json").output) == body


def test_the_two_models_can_be_named_and_the_rest_is_told(runs: Path) -> None:
    made_runs.run(runs / "ube-third", "third", questions=24)
    assert "these runs are of 3: base, tuned, third" in refused("--pairs", runs / "ube-base", runs)
    later = made_runs.run(runs / "ube-tuned-later", "tuned", questions=24, skill=0.9)
    change(later, started="2026-04-01T00:00:00Z")
    change(made_runs.run(runs / "gre-base", "base", questions=24), exam={"id": "gre", "short": "GRE"})
    text = " ".join(compared("--pairs", runs, "--models", "tuned,base").output.split())
    assert text.startswith("A tuned B base")
    assert "1 older run of a model on the same form left out" in text
    assert "1 exam sat by one of the two models alone, left out" in text
    assert "1 run of other models left out" in text
    assert "GRE" not in text
    assert "no run of model 'x'" in refused("--pairs", runs, "--models", "x,base")


def test_means_of_opposite_signs_are_a_warning(runs: Path) -> None:
    """The small exam gains much, the large one loses a little."""
    for name, gain, kept in (("ube", 1.0, 4), ("lsat", 0.0, 24)):
        for model in ("base", "tuned"):
            file = runs / f"{name}-{model}" / "grades.jsonl"
            lines = [orjson.loads(line) for line in file.read_bytes().splitlines()][:kept]
            for n, line in enumerate(lines):
                changed = name == "ube" or n < 8
                line["points"] = gain if model == "tuned" and changed else 1 - gain
            file.write_bytes(b"\n".join(map(orjson.dumps, lines)))
    text = " ".join(compared("--pairs", runs / "ube-base", runs).output.split())
    assert "warning: the two means have opposite signs" in text


def test_what_does_not_go_together_is_said(runs: Path, tmp_path: Path) -> None:
    assert "1 run named -- name two, or add --pairs" in refused(runs / "ube-base")
    assert "--models is for --pairs" in refused(runs / "ube-base", runs / "ube-tuned", "--models", "a,b")
    assert "--out is for --pairs" in refused(runs / "ube-base", runs / "ube-tuned", "-o", tmp_path)
    assert "these runs are of 1: base" in refused("--pairs", runs / "ube-base", runs / "lsat-base")
    assert "no exam was sat by both" in refused("--pairs", runs / "ube-base", runs / "lsat-tuned")
