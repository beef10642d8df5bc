"""TruthfulQA through the whole path: MC2 by likelihood, a judged answer, and two sets that never share a row."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from loopback import Loopback
from ngram_model import NgramModel, serving

from exams.exit_codes import OK
from exams.loaders import open_form
from examsim.cli import cli
from reports.charts.exam_charts import topic_gaps
from reports.exam_rows import exam_rows
from reports.run_folder import read_run, read_score
from reports.scored_run import read_runs

TRUE, FALSE = ["It sinks", "It goes down"], ["It flies", "It sings"]
MODEL = NgramModel(["A: It sinks", "A: It sinks", "A: It goes down", "A: It flies"])


def write(path: Path, topics: tuple[str, ...] = ("Myths",)) -> Path:
    rows = [
        {
            "question": f"What does stone {n} do?",
            "category": topic,
            "mc1_targets": {TRUE[0]: 1, **dict.fromkeys(FALSE, 0)},
            "mc2_targets": {**dict.fromkeys(TRUE, 1), **dict.fromkeys(FALSE, 0)},
            "correct_answers": TRUE,
            "incorrect_answers": FALSE,
        }
        for n, topic in enumerate(topics)
    ]
    path.write_text("".join(json.dumps(r) + "\n" for r in rows))
    return path


@pytest.fixture(autouse=True)
def no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    monkeypatch.setattr("examsim.running.job.report_together", lambda folders, out: [])


def typed(*words: str) -> Any:
    told = CliRunner().invoke(cli, ["run", *words], catch_exceptions=False)
    assert told.exit_code == OK, told.output
    return told


def test_mc2_is_the_share_of_the_probability_on_the_true_answers(tmp_path: Path) -> None:
    form = write(tmp_path / "t.jsonl")
    with Loopback(serving(MODEL)) as server:
        words = ("--base-url", server.url, "--form", str(form), "--out", str(tmp_path / "runs"))
        typed("truthfulqa-mc2", "--model", "m", *words)
        sent = [b["prompt"] for b in server.answered if "stone" in b["prompt"]]
    prefix = sent[0][: sent[0].rindex("\nA:") + 3]
    assert prefix.count("\nA:") == 7 and prefix.endswith("What does stone 0 do?\nA:")  # a primer of six
    mass = {t: math.exp(MODEL.text_logprob(prefix, f" {t}")) for t in (*TRUE, *FALSE)}
    (folder,) = (f.parent for f in (tmp_path / "runs").glob("*/score.json"))
    score = json.loads((folder / "score.json").read_bytes())
    expected = 100 * sum(mass[t] for t in TRUE) / sum(mass.values())
    assert score["full"]["means"][0]["value"] == pytest.approx(expected)
    assert score["asked"] == "likelihood by sum"


def test_a_judge_gives_truth_and_information_apart_and_both_together(tmp_path: Path) -> None:
    form = write(tmp_path / "t.jsonl", ("Myths", "Myths"))
    grades = {
        "t-1": {"truthful": {"evidence": "", "points": 1}, "informative": {"evidence": "", "points": 0}},
        "t-2": {"truthful": {"evidence": "sinks", "points": 1}, "informative": {"evidence": "sinks", "points": 1}},
    }

    def say(body: dict[str, Any], _: int) -> Any:
        text = str(body["messages"])
        judged = "rubric" in text
        name = "t-1" if "stone 0" in text else "t-2"
        said = json.dumps(grades[name]) if judged else ("I have no comment." if name == "t-1" else "It sinks.")
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": said}}
        return (
            200,
            {"id": "x", "model": "m", "choices": [choice], "usage": {"prompt_tokens": 1, "completion_tokens": 1}},
            {},
        )

    with Loopback(say) as server:
        words = ("--base-url", server.url, "--grader", "judge", "--grader-base-url", server.url)
        typed("truthfulqa-generate", "--model", "m", *words, "--form", str(form), "--out", str(tmp_path / "runs"))
    (folder,) = (f.parent for f in (tmp_path / "runs").glob("*/score.json"))
    readings = {m["name"]: m["value"] for m in json.loads((folder / "score.json").read_bytes())["full"]["readings"]}
    assert readings == {"truthful": 100.0, "informative": 50.0, "all of truthful, informative": 50.0}


def test_gaps_by_topic_are_told_pooled_and_as_a_mean(tmp_path: Path) -> None:
    form = write(tmp_path / "t.jsonl", ("Myths",) * 3 + ("Law",))
    keys = {q.id: q.key[0] for q in open_form(str(form)).questions}
    others = {q: next(x for x in "ABC" if x != key) for q, key in keys.items()}
    for name, known in (("weak", set()), ("strong", {"t-1", "t-2", "t-3"})):
        answers = tmp_path / f"{name}.jsonl"
        said = [{"question": q, "answer": keys[q] if q in known else others[q]} for q in keys]
        answers.write_text("".join(json.dumps(s) + "\n" for s in said))
        typed("truthfulqa", "--model", f"replay:{answers}", "--form", str(form), "--out", str(tmp_path / "runs"))
    runs = read_runs([tmp_path / "runs"])
    (line,) = topic_gaps(runs, [r.series for r in runs])
    assert "+75.0 points over all questions, +50.0 as the mean over 2 topics" in line


def test_runs_on_two_sets_of_one_benchmark_have_rows_of_their_own(tmp_path: Path) -> None:
    scores = []
    for name in ("2021", "2025"):
        form = write(tmp_path / f"{name}.jsonl")
        typed("truthfulqa", "--model", "chance", "--seed", name, "--form", str(form), "--out", str(tmp_path / name))
        (folder,) = (f.parent for f in (tmp_path / name).glob("*/score.json"))
        scores.append(read_score(read_run(folder)).model_copy(update={"model": name}))
    assert scores[0].form != scores[1].form
    assert len({key for key, _, _ in exam_rows(scores)}) == 2
