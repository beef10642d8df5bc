"""Option labels that are not A to E work from form to score, in replies and in the letter prompt."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from toy_exam import choice, make_exam

from examsim.cli.run import command


@pytest.mark.parametrize("labels", ["甲乙丙丁", "АБВГ", "αβγδ", "1234", "أبجد", "①②③④", "กขคง"])
def test_labels_of_any_alphabet_from_form_to_score(tmp_path: Path, labels: str) -> None:
    options = [{"label": label, "text": f"text number {n}"} for n, label in enumerate(labels)]
    questions = [choice(n, options=options, key=[labels[1]]) for n in range(1, 5)]
    exam = make_exam(tmp_path / "toy", questions)
    said = [f"ANSWER: {labels[1]}", f"**{labels[1]}**", f"The answer is ({labels[1]}).", f"ANSWER: {labels[2]}"]
    replies = tmp_path / "replies.jsonl"
    lines = [json.dumps({"question": f"q{n}", "text": text}) for n, text in enumerate(said, 1)]
    replies.write_text("\n".join(lines), encoding="utf-8")
    done = CliRunner().invoke(command, [str(exam), "--model", f"replay:{replies}", "--out", str(tmp_path / "runs")])
    assert done.exit_code == 0, done.output
    (answers,) = (tmp_path / "runs").glob("*/answers.jsonl")
    read = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    assert [tuple(r["choice"]) for r in read] == [(labels[1],), (labels[1],), (labels[1],), (labels[2],)]
    (grades,) = (tmp_path / "runs").glob("*/grades.jsonl")
    assert [json.loads(line)["points"] > 0 for line in grades.read_text(encoding="utf-8").splitlines()] == [
        True
    ] * 3 + [False]
