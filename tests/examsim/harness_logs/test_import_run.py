"""Logs of other harnesses become runs: letters in the log's order, draws, differences, what is left out."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from toy_exam import choice, make_exam

from examsim.cli.import_run import command

LOGS = (
    Path(__file__).parent / "logs"
)  # written by inspect_ai 0.3.285 and lm-eval 0.4.13: benchmarks/harness_logs/make.py
QUESTIONS = (
    ("q1", "What is the sum of two and three?", ("four", "five", "six", "seven"), "B"),
    ("q2", "Which planet is known for its red colour?", ("Venus", "Mars", "Saturn", "Earth"), "B"),
    ("q3", "Which gas do plants take in from the air?", ("oxygen", "helium", "carbon dioxide", "argon"), "C"),
)


@pytest.fixture
def exam(tmp_path: Path) -> Path:
    """The three questions of the logs, as an exam."""
    questions = [
        choice(
            n,
            id=name,
            stem=stem,
            options=[{"label": label, "text": text} for label, text in zip("ABCD", texts, strict=True)],
            key=[key],
        )
        for n, (name, stem, texts, key) in enumerate(QUESTIONS, 1)
    ]
    return make_exam(tmp_path / "toy", questions)


def imported(exam: Path, log: Path, *options: str) -> tuple[Result, list[dict[str, Any]]]:
    """What the command said, and each run's head with its answers and grades."""
    out = exam.parent / "runs"
    done = CliRunner().invoke(command, [str(log), "--exam", str(exam), "--out", str(out), *options])
    runs = []
    for folder in sorted(out.glob("*/run.json")):
        head = json.loads(folder.read_text())
        for name in ("answers", "grades", "log_differences"):
            lines = (folder.parent / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
            head[name] = [json.loads(line) for line in lines]
        runs.append(head)
    return done, sorted(runs, key=lambda r: (r["model"], r["log"]["draw"]))


@pytest.mark.parametrize("name", ["inspect.eval", "inspect.json"])
def test_inspect_logs_with_shuffled_options_and_epochs(exam: Path, name: str) -> None:
    done, runs = imported(exam, LOGS / name)
    assert done.exit_code == 0, done.output
    assert [(r["log"]["draw"], r["log"]["draws"]) for r in runs] == [(1, 2), (2, 2)]
    (report, _) = (exam.parent / "runs").glob("*/report.html")
    page = report.read_text(encoding="utf-8")
    assert "replies recorded on 29 November 2026" in page and "A log of inspect_ai 0.3.285: toy." in page
    for run in runs:
        assert run["model"] == "mockllm/model"
        assert run["log"]["harness"] == "inspect_ai 0.3.285"
        assert run["log"]["matched"] == {"id": 3, "text": 0, "near": 0}
        assert run["log"]["options_in_another_order"] > 0
        # The log's own score was made in the log's order: equal scores prove that letters were put back rightly.
        assert (run["log"]["scores_compared"], run["log"]["scores_that_differ"]) == (3, 0)
    assert len({a["choice"][0] for r in runs for a in r["answers"]}) > 1


def test_lm_eval_likelihoods_and_repeats(exam: Path) -> None:
    (letters,) = (LOGS / "lm_eval").glob("samples_letters*")
    done, (run,) = imported(exam, letters)
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in letters.read_text().splitlines()]
    sums = [[float(option[0][0]) for option in row["resps"]] for row in rows]
    likeliest = ["ABCD"[row.index(max(row))] for row in sums]
    assert [a["choice"] for a in run["answers"]] == [[label] for label in likeliest]
    assert (run["model"], run["log"]["scores_compared"], run["log"]["scores_that_differ"]) == ("dummy", 3, 0)
    assert "likeliest option is taken" in done.output


def test_lm_eval_text_is_two_draws_of_unreadable_replies(exam: Path) -> None:
    (words,) = (LOGS / "lm_eval").glob("samples_words*")
    done, runs = imported(exam, words)
    assert done.exit_code == 0, done.output
    assert [a["status"] for r in runs for a in r["answers"]] == ["unparsed"] * 6
    assert "filter 'strict-match', of strict-match, flexible" in done.output


def write_lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    """JSONL."""
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def asked(n: int, order: str = "ABCD") -> str:
    """A prompt for question n with its options in this order."""
    _, stem, texts, _ = QUESTIONS[n]
    shown = [texts["ABCD".index(label)] for label in order]
    return f"{stem}\n\n" + "\n".join(f"{a}) {t}" for a, t in zip("ABCD", shown, strict=True)) + "\n\nAnswer:"


def evals_log(path: Path) -> Path:
    """OpenAI Evals, with a grader's sampling after the candidate's, and a match that disagrees with us."""
    rows: list[dict[str, Any]] = [{"spec": {"completion_fns": ["gpt-9"], "eval_name": "toy.dev", "created_at": "2026"}}]
    for n, said in enumerate(["The answer is B.", "**B**", "C"]):
        sample = f"toy.dev.{n}"
        sampling = {"prompt": [{"role": "user", "content": asked(n)}], "sampled": [said]}
        rows.append({"sample_id": sample, "type": "sampling", "data": sampling})
        rows.append({"sample_id": sample, "type": "sampling", "data": {"prompt": "grade it", "sampled": ["A"]}})
        match = {"correct": n != 1, "expected": "B", "picked": said}
        rows.append({"sample_id": sample, "type": "match", "data": match})
    return write_lines(path / "evals.jsonl", rows)


def helm_log(path: Path) -> Path:
    """HELM, options in the order D C B A, scores beside."""
    states = [
        {
            "instance": {"id": f"id{n}", "input": {"text": stem}, "references": []},
            "train_trial_index": 0,
            "output_mapping": dict(zip("ABCD", texts[::-1], strict=True)),
            "request": {"model": "lab/model", "prompt": asked(n, "DCBA")},
            "result": {"success": True, "completions": [{"text": " " + "DCBA"["ABCD".index(key)]}]},
        }
        for n, (_, stem, texts, key) in enumerate(QUESTIONS)
    ]
    stats = [
        {"instance_id": f"id{n}", "train_trial_index": 0, "stats": [{"name": {"name": "exact_match"}, "mean": 1.0}]}
        for n in range(3)
    ]
    (path / "scenario_state.json").write_text(json.dumps({"adapter_spec": {"model": "m"}, "request_states": states}))
    (path / "per_instance_stats.json").write_text(json.dumps(stats))
    return path / "per_instance_stats.json"


def simple_evals_log(path: Path) -> Path:
    """simple-evals' report."""
    parts = []
    for n, (*_, key) in enumerate(QUESTIONS):
        messages = [("user", asked(n).replace("<", "&lt;")), ("assistant", f"Answer: {key}")]
        shown = [f'<div class="message {r}"><div class="content">\n<pre>{t}</pre></div></div>' for r, t in messages]
        parts.append(
            f"<h3>Prompt conversation</h3>{shown[0]}<h3>Sampled message</h3>{shown[1]}<h3>Results</h3>"
            f"<p>Correct Answer: {key}</p><p>Extracted Answer: {key}</p><p>Score: 1.0</p>"
        )
    report = path / "toy_gpt-9.html"
    report.write_text("<html><style>.message.user {}</style><h1>Examples</h1>" + "<hr>".join(parts), encoding="utf-8")
    return report


def openai_batch(path: Path) -> Path:
    """An OpenAI batch output: ids only."""
    return write_lines(
        path / "batch.jsonl",
        [
            {
                "id": "batch_1",
                "custom_id": name,
                "response": {
                    "status_code": 200,
                    "body": {"model": "gpt-9-2026", "choices": [{"message": {"content": f"ANSWER: {key}"}}]},
                },
                "error": None,
            }
            for name, _, _, key in QUESTIONS
        ],
    )


def table(path: Path) -> Path:
    """CSV with the question's text in another case, and with a misprint."""
    rows = ["question,answer,model,score,colour"]
    rows += [f'"{stem.upper()}",{key},lab,1,red' for _, stem, _, key in QUESTIONS[:2]]
    rows.append('"Which gaz do plants take in from the air? oxygen helium carbon dioxide argon",C,lab,1,red')
    (path / "replies.csv").write_text("\n".join(rows), encoding="utf-8")
    return path / "replies.csv"


@pytest.mark.parametrize(
    ("make", "model", "matched", "differ"),
    [
        (evals_log, "gpt-9", {"id": 0, "text": 3, "near": 0}, 1),
        (helm_log, "lab/model", {"id": 0, "text": 3, "near": 0}, 0),
        (simple_evals_log, "gpt-9", {"id": 0, "text": 3, "near": 0}, 0),
        (openai_batch, "gpt-9-2026", {"id": 3, "text": 0, "near": 0}, 0),
    ],
)
def test_every_kind_of_log(exam: Path, tmp_path: Path, make: Any, model: str, matched: Any, differ: int) -> None:
    done, (run,) = imported(exam, make(tmp_path))
    assert done.exit_code == 0, done.output
    assert run["model"] == model
    assert run["log"]["matched"] == matched
    assert [g["points"] for g in run["grades"]] == [1.0, 1.0, 1.0]
    assert run["log"]["scores_that_differ"] == len(run["log_differences"]) == differ
    if differ:
        assert "q2: the log says 0 (read **B**), we say 1 (read B, key B)" in done.output


def test_a_table_without_options_in_its_text_matches_only_what_is_sure(exam: Path, tmp_path: Path) -> None:
    done, (run,) = imported(exam, table(tmp_path))
    assert done.exit_code == 3, done.output  # two stems without their options may be anybody's
    assert run["log"]["matched"] == {"id": 0, "text": 0, "near": 1}
    assert "near (9" in done.output and "left out" in done.output and "columns not used: colour" in done.output
    assert [a["status"] for a in run["answers"]] == ["missing", "missing", "answered"]


def test_a_sister_with_other_numbers_is_no_match(tmp_path: Path) -> None:
    stem = "A train covers 120 kilometres in two hours; how many kilometres does it cover in seven hours at that speed?"
    options = [{"label": "A", "text": "420"}, {"label": "B", "text": "240"}]
    question = choice(1, stem=stem, options=options, key=["A"])
    exam = make_exam(tmp_path / "toy", [question])
    log = write_lines(tmp_path / "x.jsonl", [{"question": stem.replace("120", "150") + " 420 240", "answer": "A"}])
    done, runs = imported(exam, log)
    assert not runs and "with other numbers" in str(done.exception)


def test_an_id_of_another_set_is_not_believed(exam: Path, tmp_path: Path) -> None:
    rows = [{"id": "q1", "prompt": asked(2), "answer": "C"}, {"id": "q2", "prompt": "Who wrote Faust?", "answer": "B"}]
    done, (run,) = imported(exam, write_lines(tmp_path / "x.jsonl", rows), "--only-matched")
    assert done.exit_code == 0
    assert [(a["question"], a["choice"]) for a in run["answers"]] == [("q3", ["C"])]


def test_errors_in_a_log_are_no_answers(exam: Path, tmp_path: Path) -> None:
    rows = [
        {"custom_id": "q1", "result": {"type": "errored", "error": {"error": {"message": "Overloaded"}}}},
        {"custom_id": "q2", "result": {"type": "expired"}},
        {
            "custom_id": "q3",
            "result": {
                "type": "succeeded",
                "message": {
                    "model": "claude",
                    "content": [{"type": "thinking", "thinking": "A?"}, {"type": "text", "text": "C"}],
                    "stop_reason": "end_turn",
                },
            },
        },
    ]
    done, runs = imported(exam, write_lines(tmp_path / "x.jsonl", rows), "--name", "claude")
    (run,) = runs
    assert done.exit_code == 3
    assert [a["status"] for a in run["answers"]] == ["failed", "failed", "answered"]
    assert run["answers"][2]["reasoning"] == "A?" and run["answers"][2]["choice"] == ["C"]
    assert "Overloaded" in run["answers"][0]["note"]


def test_what_no_server_may_call_an_answer_is_none_in_a_log_either(exam: Path, tmp_path: Path) -> None:
    bodies: list[dict[str, Any]] = [
        {"choices": [{"message": {"content": "B"}, "finish_reason": "error"}]},
        {
            "choices": [
                {"index": 1, "message": {"content": "A"}},
                {"index": 0, "message": {"content": "\ud800\n\nANSWER: B"}},
            ]
        },
        {"choices": []},
    ]
    rows = [{"custom_id": f"q{n}", "response": {"body": body}} for n, body in enumerate(bodies, 1)]
    done, (run,) = imported(exam, write_lines(tmp_path / "x.jsonl", rows), "--name", "m")
    assert done.exit_code == 3
    assert [a["status"] for a in run["answers"]] == ["failed", "answered", "failed"]
    assert run["answers"][1]["choice"] == ["B"]


def test_a_gateway_s_words_are_no_reply_in_any_log(exam: Path, tmp_path: Path) -> None:
    rows = [{"question": "q1", "answer": "Error: upstream request timed out"}, {"question": "q2", "answer": "B"}]
    done, (run,) = imported(exam, write_lines(tmp_path / "x.jsonl", rows), "--only-matched")
    assert done.exit_code == 3
    assert [a["status"] for a in run["answers"]] == ["failed", "answered"]


BROKEN = {
    "empty.jsonl": b"",
    "cut.json": (LOGS / "inspect.json").read_bytes()[:5000],
    "cut.eval": (LOGS / "inspect.eval").read_bytes()[:9000],
    "no.json": b"[1, 2, 3]",
    "words.txt": b"hello",
    "nul.csv": b"question,answer\n\x00\xff",
    "list.jsonl": b"[]\n",
    "scalar.jsonl": b'{"doc_id": 1, "resps": 5}\n{"doc_id": 2, "resps": {"a": 1}}\n',
    "helm.json": b'{"request_states": [1, {"instance": 5}], "adapter_spec": []}',
    "evals.jsonl": b'{"spec": {"completion_fns": 3}}\n{"type": "sampling", "sample_id": 1, "data": {"prompt": 7}}\n',
    "batch.jsonl": b'{"custom_id": "q9", "response": null}\n',
    "header.csv": b"question,answer\n",
    "other.csv": b"a,b\n1,2\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_log_is_one_line(exam: Path, tmp_path: Path, name: str) -> None:
    from exams.errors import InputError

    (tmp_path / name).write_bytes(BROKEN[name])
    done, runs = imported(exam, tmp_path / name)
    assert isinstance(done.exception, InputError), done.exception
    assert name in str(done.exception) and not runs


def test_a_member_that_unpacks_without_end_is_refused(exam: Path, tmp_path: Path) -> None:
    from exams.errors import InputError

    with zipfile.ZipFile(tmp_path / "bomb.eval", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("samples/1_epoch_1.json", b"0" * (130 * 2**20))
    done, _ = imported(exam, tmp_path / "bomb.eval")
    assert isinstance(done.exception, InputError) and "unpacks to more than 128 MiB a file" in str(done.exception)


def test_a_sample_that_inspect_left_unscored_is_no_damage(exam: Path) -> None:
    log = json.loads((LOGS / "inspect.json").read_text())
    for sample in log["samples"][:2]:
        sample["scores"] = {"choice": {"value": float("nan")}}  # json writes NaN, as Inspect does
    path = exam.parent / "unscored.json"
    path.write_text(json.dumps(log))
    assert "NaN" in path.read_text()
    done, runs = imported(exam, path)
    assert done.exit_code == 0, done.output
    assert sum(r["log"]["scores_compared"] for r in runs) == 2 * 3 - 2
    path.write_text(path.read_text()[:-9])
    done, _ = imported(exam, path)
    assert "not JSON" in str(done.exception)


def test_an_id_with_a_newer_edition_is_told(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("question,answer\nlsat26-lr1-01,C\n", encoding="utf-8")
    done = CliRunner().invoke(command, [str(log), "--exam", "lsat", "--out", str(tmp_path / "runs")])
    assert "for a log of the newest: --exam lsat-2026" in done.stderr
    assert done.exit_code != 0 and not (tmp_path / "runs").exists()
    newest = ["--exam", "lsat-2026", "--only-matched", "--out", str(tmp_path / "runs")]
    assert "not the newest" not in CliRunner().invoke(command, [str(log), *newest]).stderr
