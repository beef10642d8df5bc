"""A run written as another harness' log comes back the same; what has no word in it is left out and counted.

That inspect_ai 0.3.285 reads these files and packs them as .eval was tried by hand (`read_eval_log`, `write_eval_log`).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from toy_exam import choice, make_exam

from examsim.cli.export_run import command as export_run
from examsim.cli.import_run import command as import_run
from examsim.cli.run import command as run

SAID = {"q1": "It is A.\n\nANSWER: A", "q2": "**C**", "q3": "I can't say."}


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    """A run of three questions; the third has no reply that can be read, the fourth none at all."""
    make_exam(tmp_path / "toy", [choice(n, key=["A"]) for n in range(1, 5)])
    replies = tmp_path / "replies.jsonl"
    replies.write_text("\n".join(json.dumps({"question": q, "text": t}) for q, t in SAID.items()))
    done = CliRunner().invoke(
        run, [str(tmp_path / "toy"), "--model", f"replay:{replies}", "--out", str(tmp_path / "runs")]
    )
    assert done.exit_code == 3, done.output
    (folder,) = (tmp_path / "runs").glob("*/run.json")
    return folder.parent


def records(folder: Path, name: str) -> list[dict[str, object]]:
    """The lines of a JSONL file."""
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("name", "file"), [("inspect", "log.json"), ("lm-eval", "samples_toy.jsonl")])
def test_there_and_back(finished: Path, tmp_path: Path, name: str, file: str) -> None:
    written = CliRunner().invoke(export_run, [str(finished), str(tmp_path / file), "--format", name])
    assert written.exit_code == 0, written.output
    count = 4 if name == "inspect" else 3
    assert f"{count} of 4 answers as {name}" in written.output
    back = CliRunner().invoke(
        import_run, [str(tmp_path / file), "--exam", str(tmp_path / "toy"), "--out", str(tmp_path / "back")]
    )
    assert back.exit_code == 3, back.output
    (head,) = (tmp_path / "back").glob("*/run.json")
    before, after = records(finished, "answers.jsonl"), records(head.parent, "answers.jsonl")
    assert [(a["text"], a.get("choice")) for a in before if a.get("text")] == [
        (a["text"], a.get("choice")) for a in after if a.get("text")
    ]
    assert [g.get("points") for g in records(finished, "grades.jsonl")] == [
        g.get("points") for g in records(head.parent, "grades.jsonl")
    ]
    log = json.loads(head.read_text())["log"]
    assert json.loads(head.read_text())["model"] == json.loads((finished / "run.json").read_text())["model"]
    assert (log["scores_compared"], log["scores_that_differ"]) == (3, 0)


def test_a_log_has_what_inspect_requires(finished: Path, tmp_path: Path) -> None:
    CliRunner().invoke(export_run, [str(finished), str(tmp_path / "log.json"), "--format", "inspect"])
    log = json.loads((tmp_path / "log.json").read_text())
    assert {"model", "dataset", "config", "task", "created"} <= set(log["eval"])  # EvalSpec's required fields
    assert all({"target", "epoch", "input", "id"} <= set(s) for s in log["samples"])  # EvalSample's
    assert [s["scores"].get("examsim", {}).get("value") for s in log["samples"]] == ["C", "I", "I", None]
    assert log["samples"][3]["error"] and not log["samples"][0].get("error")


def test_another_ending_is_refused(finished: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(export_run, [str(finished), str(tmp_path / "log.eval"), "--format", "inspect"])
    assert "ends in .json" in str(done.exception)
