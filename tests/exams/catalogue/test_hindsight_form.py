"""The shipped form is what its generator writes; every key is the expected value out of the question's own words."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import hindsight_form
from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form, write_form
from exams.form import Form

BET = re.compile(
    r"(\w+) is offered a bet that would (pay|cost) (\d+) dollars with a probability of (\d+) percent and "
    r"(pay|cost) (\d+) dollars with a probability of (\d+) percent\. \1 takes it and (wins|loses) (\d+) dollars\."
)


@pytest.fixture(scope="module")
def form() -> Form:
    return practice_form(load_exam("hindsight-neglect"))


def read(text: str) -> tuple[float, bool]:
    """Expected value, and whether the likelier outcome came."""
    found = BET.search(text)
    assert found, text
    sides = [(found[2], int(found[3]), int(found[4])), (found[5], int(found[6]), int(found[7]))]
    assert sum(percent for _, _, percent in sides) == 100
    value = sum((1 if does == "pay" else -1) * dollars * percent / 100 for does, dollars, percent in sides)
    came = ("pay" if found[8] == "wins" else "cost", int(found[9]))
    likely = max(sides, key=lambda side: side[2])
    assert came in [(does, dollars) for does, dollars, _ in sides]
    return value, came == likely[:2]


def test_the_form_is_what_the_generator_writes(form: Form, tmp_path: Path) -> None:
    write_form(hindsight_form.make_form(), tmp_path)
    for name in ("form.toml", "questions.jsonl", "passages.jsonl"):
        assert (tmp_path / name).read_bytes() == (form.folder / name).read_bytes(), name


def test_every_key_is_the_sign_of_the_expected_value_and_nobody_can_argue(form: Form) -> None:
    for question in form.questions:
        value, likely = read(question.stem)
        assert abs(value) >= 20 and question.key == ("Y" if value > 0 else "N",), question.id
        assert likely == (question.section == "matched"), question.id


def test_keys_are_balanced_in_each_version_and_the_bets_are_the_same(form: Form) -> None:
    keys = Counter((q.section, q.key[0]) for q in form.questions)
    assert set(keys.values()) == {40} and len(keys) == 8
    stems = {s: [q.stem for q in form.section_questions(s)] for s in ("mismatched", "no-shots", "mixed", "matched")}
    assert stems["mismatched"] == stems["no-shots"] == stems["mixed"]
    before = {s: [t.partition(" takes it")[0] for t in own] for s, own in stems.items()}
    assert before["matched"] == before["mismatched"] and stems["matched"] != stems["mismatched"]


@pytest.mark.parametrize(("kind", "agreeing"), [("agreeing", 10), ("mixed", 5)])
def test_shots_have_right_answers_and_outcomes_of_their_kind(form: Form, kind: str, agreeing: int) -> None:
    own = [p for name, p in form.passages.items() if name.startswith(kind)]
    assert len(own) == 20
    for passage in own:
        shots = [block.rsplit("\nAnswer: ", 1) for block in passage.text.split("\n\n")]
        assert len(shots) == 10 and Counter(answer for _, answer in shots) == {"Y": 5, "N": 5}
        found = [(read(text), answer) for text, answer in shots]
        assert all((value > 0) == (answer == "Y") for (value, _), answer in found)
        assert sum(likely for (_, likely), _ in found) == agreeing
