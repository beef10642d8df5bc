"""Short answers from the prompt to the score: the reply is compared as it is, and no letter is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from examsim.cli import cli

EXAM = """schema = 1
id = "capitals"
name = "Capitals"
short = "Capitals"
version = "1"
family = "benchmark"
[[section]]
id = "all"
name = "All"
kind = "multiple_choice"
questions = 3
points = 3
weight = 1
options = 4
[score]
name = "Percent right"
min = 0
max = 100
step = 0.1
rule = "percent_correct"
provenance = { source = "a test", status = "official", year = "2026" }
"""
RULES = ("match", "includes", "fuzzy_match")
REPLIES = ("Paris is it", "<think>The Hague?</think>It is Amsterdam.", "lisbon")
ANSWERS = ("Paris", "Amsterdam", "The Lisbon")


@pytest.fixture
def exam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "capitals"
    (folder / "form").mkdir(parents=True)
    (folder / "exam.toml").write_text(EXAM)
    (folder / "form" / "form.toml").write_text(
        'schema = 1\nid = "form"\nexam = "capitals"\ntitle = "t"\nsource = "x"\n'
    )
    asked = [
        {"id": f"q{i}", "section": "all", "kind": "short_answer", "stem": "Capital?", "key": [a], "matching": r}
        for i, (a, r) in enumerate(zip(ANSWERS, RULES, strict=True))
    ]
    (folder / "form" / "questions.jsonl").write_text("".join(json.dumps(q) + "\n" for q in asked))
    replies = [{"question": f"q{i}", "text": text} for i, text in enumerate(REPLIES)]
    (tmp_path / "replies.jsonl").write_text("".join(json.dumps(r) + "\n" for r in replies))
    return folder


def test_the_reply_without_its_reasoning_is_compared(exam: Path, tmp_path: Path) -> None:
    model = f"replay:{tmp_path / 'replies.jsonl'}"
    out = tmp_path / "runs"
    done = CliRunner().invoke(
        cli, ["run", str(exam), "--form", str(exam / "form"), "--model", model, "--letter", "sample", "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    (score,) = out.glob("*/score.json")
    assert json.loads(score.read_text())["full"]["sections"][0]["points"] == 3


def test_only_the_answer_is_asked_for(exam: Path) -> None:
    arguments = ["show", str(exam), "--form", str(exam / "form"), "--question", "q1", "--letter", "sample"]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert "Reply with the answer alone" in done.output
    assert "second call" not in done.output


def test_the_prompt_of_short_answers_renames_no_run_without_any(tmp_path: Path) -> None:
    from exams.files.exam_folder import load_exam
    from exams.files.form_folder import practice_form
    from exams.prompts.prompt import Prompter

    exam = load_exam("ube")
    form = practice_form(exam)
    short = form.questions[0].model_copy(
        update={"kind": "short_answer", "options": (), "key": ("x",), "matching": "match"}
    )
    own = form.__class__(form.head, (short,), {}, form.folder)
    hashes = [Prompter(exam, f, None, "zero-shot", False).templates_hash for f in (form, own)]
    assert hashes[0] != hashes[1]
