"""HellaSwag, ARC and WinoGrande in the harnesses' form: what is scored, which reading counts, what it is called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from loopback import Loopback
from ngram_model import NgramModel, serving, tokens_of

from exams.exit_codes import OK
from examsim.cli import cli
from reports.pages.run_page import write_run_report
from reports.scored_run import read_runs
from reports.tables.benchmark_table import table_2

TEXTS = ["Then waits. He ties a knot"] * 2 + ["Then waits. He naps"] * 3
MODEL = NgramModel([*TEXTS, "because the rope was wet", "Answer: salt"])
ROWS: dict[str, list[dict[str, Any]]] = {
    "hellaswag": [
        {
            "ind": n,
            "activity_label": "Rope",
            "ctx_a": "He coils it [substeps] [title] Then  waits.",
            "ctx_b": "he",
            "ctx": "He coils it [substeps] [title] Then  waits. he",
            "endings": ["ties a knot", "flies over the long hill of [x] blue cheese", "naps"],
            "label": "0",
        }
        for n in (1, 2)
    ],
    "winogrande": [
        {
            "qID": "w",
            "sentence": "The sail broke because the _ was wet.",
            "option1": "rope",
            "option2": "hill",
            "answer": "1",
        }
    ],
    "arc-challenge": [
        {
            "id": "a",
            "question": {
                "stem": "What makes the sea taste?",
                "choices": [
                    {"text": t, "label": x} for x, t in zip("123", ("salt", "blue cheese", "wool"), strict=True)
                ],
            },
            "answerKey": "1",
        }
    ],
}
SENT = {
    "hellaswag": [
        f"Rope: He coils it . Then waits. He {ending}"
        for ending in ("ties a knot", "flies over the long hill of blue cheese", "naps")
    ],
    "winogrande": [f"The sail broke because the {option} was wet." for option in ("rope", "hill")],
    "arc-challenge": [f"Question: What makes the sea taste?\nAnswer: {o}" for o in ("salt", "blue cheese", "wool")],
}


def typed(exam: str, tmp_path: Path, url: str, *more: str) -> Result:
    form = tmp_path / f"{exam}.jsonl"
    form.write_text("".join(json.dumps(row) + "\n" for row in ROWS[exam]), encoding="utf-8")
    words = ["run", exam, "--model", "m", "--base-url", url, "--form", str(form), "--out", str(tmp_path / "runs")]
    return CliRunner().invoke(cli, [*words, *more], catch_exceptions=False)


def records(tmp_path: Path) -> tuple[dict[str, Any], dict[str, Any], Path]:
    (folder,) = (f.parent for f in (tmp_path / "runs").glob("*/run.json"))
    return json.loads((folder / "run.json").read_bytes()), json.loads((folder / "score.json").read_bytes()), folder


@pytest.mark.parametrize(
    ("exam", "counts"), [("hellaswag", "bytes"), ("winogrande", "sum"), ("arc-challenge", "bytes")]
)
def test_the_harness_form_is_sent_as_the_harness_sends_it(
    exam: str, counts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    with Loopback(serving(MODEL)) as server:
        told = typed(exam, tmp_path, server.url, "--route", "likelihood")
        assert told.exit_code == OK, told.output
        sent = [b["prompt"] for b in server.answered if not b["prompt"].startswith("The capital of France")]
    assert list(dict.fromkeys(sent)) == SENT[exam]
    head, score, folder = records(tmp_path)
    assert head["route"]["route"] == "likelihood" and head["route"]["normalisation"] == counts
    assert score["asked"] == f"likelihood by {counts}" and score["exam_short"].endswith(f" (likelihood by {counts})")
    readings = {m["name"]: m["value"] for m in score["full"]["readings"]}
    assert set(readings) == {"likelihood by sum", "likelihood by bytes", "likelihood by tokens"}
    assert score["full"]["value"] == pytest.approx(readings[f"likelihood by {counts}"])
    assert not [r for r in score["references"] if r["kind"] == "model"]
    assert any(" published values are left out" in n["text"] for n in score["notes"])
    for line in (folder / "answers.jsonl").read_bytes().splitlines():
        for option, text in zip(json.loads(line)["likelihoods"]["options"], SENT[exam], strict=True):
            begin = text.index(" was wet.") if exam == "winogrande" else len(text) - option["bytes"] - 1
            assert option["logprob"] == pytest.approx(MODEL.text_logprob(text[:begin], text[begin:]))
            assert option["tokens"] == len(tokens_of(text[begin:]))


def test_sum_and_bytes_choose_otherwise_and_the_forms_stand_in_rows_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    with Loopback(serving(MODEL)) as server:
        assert typed("hellaswag", tmp_path, server.url, "--route", "likelihood").exit_code == OK
        _, score, folder = records(tmp_path)
        readings = {m["name"]: m["value"] for m in score["full"]["readings"]}
        assert readings == {"likelihood by sum": 0.0, "likelihood by bytes": 100.0, "likelihood by tokens": 100.0}
        page = write_run_report(folder).read_text(encoding="utf-8")
        assert "HellaSwag (likelihood by bytes)" in page and "likelihood by sum 0.00%" in page
        assert typed("hellaswag", tmp_path, server.url, "--route", "letter").exit_code == OK
    runs = read_runs([tmp_path / "runs"])
    assert {r.row for r in runs} == {"hellaswag", "hellaswag likelihood by bytes"}
    assert {row[0].text for row in table_2(runs).rows} == {"HellaSwag", "HellaSwag (likelihood by bytes)"}


def test_show_prints_the_sentence_with_each_option_in_its_blank(tmp_path: Path) -> None:
    form = tmp_path / "w.jsonl"
    form.write_text("".join(json.dumps(row) + "\n" for row in ROWS["winogrande"]), encoding="utf-8")
    told = CliRunner().invoke(cli, ["show", "winogrande", "--form", str(form), "--route", "likelihood"])
    assert "because the rope was wet." in told.output and "because the hill was wet." in told.output
    assert "Which option fills the blank" not in told.output
