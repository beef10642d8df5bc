"""Short answers are compared as OpenAI Evals' four rules compare them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.question import Question
from scoring.reading.accepted_answers import accepts, read_whole
from scoring.reading.key_grading import grade_by_key
from scoring.types import Answer

CASES = [
    ("match", "Paris is the capital.", ["Paris"], True),
    ("match", "It is Paris.", ["Paris"], False),
    ("match", "paris", ["Paris"], False),
    ("match", "The Hague", ["Amsterdam", "The Hague"], True),
    ("includes", "It is Paris.", ["Paris"], True),
    ("includes", "It is PARIS.", ["Paris"], False),
    ("fuzzy_match", "The Golden Gate!", ["golden gate"], True),
    ("fuzzy_match", "gate", ["The Golden Gate"], True),
    ("fuzzy_match", "bridge", ["The Golden Gate"], False),
    ("fuzzy_match", "!!", ["golden gate"], False),
    ("json_match", '{"b": [1, 2], "a": "x"}', ['{"a":"x","b":[1,2]}'], True),
    ("json_match", '{"a": 1}', ['{"a": true}'], False),
    ("json_match", '{"a": 1} ok', ['{"a": 1}'], False),
    ("json_match", "not JSON", ["not JSON"], False),
    ("json_match", "[" * 100_000, ["1"], False),
]


@pytest.mark.parametrize(("rule", "reply", "answers", "right"), CASES)
def test_the_rules(rule: str, reply: str, answers: list[str], right: bool) -> None:
    assert accepts(rule, reply, answers) is right


@given(st.text(min_size=1, max_size=40), st.sampled_from(["match", "includes", "fuzzy_match"]))
def test_an_answer_accepts_itself(text: str, rule: str) -> None:
    assert accepts(rule, text, [text])


def test_reasoning_is_no_part_of_a_short_answer() -> None:
    assert read_whole("<think>Amsterdam?</think>\nThe Hague\n").choice == ("The Hague",)
    assert read_whole("<think>Amsterdam").choice == ()


def test_a_short_answer_earns_its_points_or_none() -> None:
    question = Question(
        id="q", section="s", kind="short_answer", stem="Capital?", key=("Paris",), matching="includes", points=2
    )
    right = Answer(question="q", section="s", status="answered", text="Paris!", choice=("Paris!",))
    assert grade_by_key(question, right).points == 2
    assert grade_by_key(question, right.model_copy(update={"choice": ("Rome",)})).points == 0
    assert grade_by_key(question, right.model_copy(update={"status": "failed"})).points is None


@pytest.mark.parametrize("fields", [{"key": ("x",)}, {"matching": "match"}])
def test_a_short_answer_needs_answers_and_a_rule(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="accepted answers"):
        Question.model_validate({"id": "q", "section": "s", "kind": "short_answer", "stem": "?", **fields})
