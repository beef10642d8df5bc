"""`inspect eval examsim/lsat` with inspect_ai itself, in a process of its own, and its log read back."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from toy_exam import choice, essay, make_exam

from examsim.cli.import_run import command

pytest.importorskip("inspect_ai", reason="pip install 'examsim[inspect]'")
pytestmark = pytest.mark.slow

EVAL = """
import json, sys
import inspect_ai
from inspect_ai.model import ModelOutput, ModelUsage, get_model

asked = []

def outputs(messages, tools, tool_choice, config):
    asked.append((config.temperature, config.stop_seqs))
    output = ModelOutput.from_content("mock-1", "Because.\\nANSWER: " + "ABCD"[len(messages[-1].text) % 4])
    output.usage = ModelUsage(input_tokens=20, output_tokens=8, total_tokens=28)
    return output

model = get_model("mockllm/model", custom_outputs=outputs)
task, args, settings = json.loads(sys.argv[1])
(log,) = inspect_ai.eval(task, model=model, task_args=args, log_dir="logs", display="none", **settings)
if log.status != "success":
    sys.exit(str(log.error and log.error.message))
(result,) = log.results.scores
print(json.dumps({
    "log": log.location, "asked": asked, "metadata": log.eval.metadata, "unscored": result.unscored_samples,
    "metrics": {m.name: m.value for m in result.metrics.values()},
}))
"""


def evaluated(folder: Path, task: str, args: dict[str, Any], **settings: Any) -> dict[str, Any]:
    """What inspect_ai found, asked in a new process: it keeps a registry and an event loop of its own."""
    line = [sys.executable, "-c", EVAL, json.dumps([task, args, settings])]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, env={**os.environ}, timeout=240)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def imported(folder: Path, log: str, exam: str, *options: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The score and the head of the run that `import-run` makes of the log."""
    done = CliRunner().invoke(command, [log, "--exam", exam, "--out", str(folder / "runs"), *options])
    assert done.exit_code == 0, done.output
    (run,) = (folder / "runs").glob("*/score.json")
    return json.loads(run.read_text()), json.loads((run.parent / "run.json").read_text())


def test_a_task_scores_as_its_log_does_when_it_is_read_back(tmp_path: Path) -> None:
    said = evaluated(tmp_path, "examsim/lsat", {}, temperature=0.9)
    assert {temperature for temperature, _ in said["asked"]} == {0.9}  # Inspect's own option decides
    score, head = imported(tmp_path, said["log"].removeprefix("file://"), "lsat-2026")
    assert (head["log"]["scores_compared"], head["log"]["scores_that_differ"]) == (77, 0)
    full = score["full"]
    (placed,) = (p for p in full["percentiles"] if p["default"])
    assert said["metrics"]["scaled_score"] == full["value"]
    assert said["metrics"]["scaled_score_ci_low"] == full["interval"]["low"]
    assert said["metrics"]["percentile_low"] == placed["low"]
    assert said["metrics"]["percent"] == pytest.approx(full["percent"])


def test_essays_are_unscored_and_the_total_is_bounds(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(n) for n in range(1, 4)] + [essay(1)])
    said = evaluated(tmp_path, "examsim/exam", {"exam": str(exam)})
    assert said["unscored"] == 1 and said["metrics"]["ungraded"] == 1.0
    assert "scaled_score" not in said["metrics"]
    assert any("written answers" in line for line in said["metadata"]["not_known"])
    score, _ = imported(tmp_path, said["log"].removeprefix("file://"), str(exam))
    assert [said["metrics"][f"scaled_score_at_{end}"] for end in ("least", "most")] == score["full"]["bounds"]


def test_a_sample_of_a_form_few_shot_stops_where_the_next_question_would_begin(tmp_path: Path) -> None:
    said = evaluated(tmp_path, "examsim/lsat", {"sample": 6, "prompt": "few-shot"}, epochs=2)
    assert len(said["asked"]) == 12 and all(stop for _, stop in said["asked"])
    assert said["metrics"]["ungraded"] == 0.0
