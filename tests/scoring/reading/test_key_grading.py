"""What the key makes of an answer."""

from __future__ import annotations

import pytest

from exams.question import Option, Question
from scoring.reading.key_grading import grade_by_key, number
from scoring.types import Answer, AnswerStatus

FOUR = tuple(Option(label=label) for label in "ABCD")


def one_of_four(key: tuple[str, ...] = ("B",)) -> Question:
    return Question(id="q", section="s", kind="multiple_choice", stem="?", options=FOUR, key=key)


def numeric(*key: str, tolerance: float = 0.0) -> Question:
    return Question(id="q", section="s", kind="numeric", stem="?", key=key, tolerance=tolerance)


def answered(*choice: str, status: AnswerStatus = "answered") -> Answer:
    return Answer(question="q", section="s", status=status, choice=choice)


@pytest.mark.parametrize(("choice", "points"), [(("B",), 1.0), (("A",), 0.0)])
def test_one_letter_is_right_or_wrong(choice: tuple[str, ...], points: float) -> None:
    grade = grade_by_key(one_of_four(), answered(*choice))
    assert (grade.points, grade.max_points, grade.status) == (points, 1.0, "answered")


def test_either_of_two_credited_keys_is_right() -> None:
    question = one_of_four(("B", "C"))
    assert [grade_by_key(question, answered(c)).points for c in "ABCD"] == [0, 1, 1, 0]


def test_two_letters_earn_nothing_where_one_is_asked_for() -> None:
    grade = grade_by_key(one_of_four(), answered("B", "C"))
    assert grade.points == 0 and "2 options" in grade.note


@pytest.mark.parametrize(
    ("choice", "points"), [(("A", "C"), 1), (("C", "A"), 1), (("A",), 0), (("A", "B", "C"), 0), (("B", "D"), 0)]
)
def test_multiple_select_wants_exactly_the_key(choice: tuple[str, ...], points: int) -> None:
    question = Question(id="q", section="s", kind="multiple_select", stem="?", options=FOUR, key=("A", "C"))
    assert grade_by_key(question, answered(*choice)).points == points


@pytest.mark.parametrize(
    ("status", "points"),
    [
        *((s, 0.0) for s in ("blank", "unparsed", "refused", "empty", "truncated")),
        *(
            (s, None) for s in ("failed", "missing", "too_long")
        ),  # a failure of the server's is no mistake of the model's
    ],
)
def test_what_was_not_answered_keeps_its_status(status: AnswerStatus, points: float | None) -> None:
    grade = grade_by_key(one_of_four(), answered("B", status=status))
    assert (grade.points, grade.status) == (points, status)


def test_an_answer_without_a_letter_is_unparsed_not_wrong() -> None:
    assert grade_by_key(one_of_four(), answered()).status == "unparsed"


@pytest.mark.parametrize(
    ("text", "right"),
    [("0.5", True), ("1/2", True), (".5", True), ("2/4", True), ("0.50", True), ("50 / 100", True), ("0.51", False)],
)
def test_fractions_and_decimals_are_compared_exactly(text: str, right: bool) -> None:
    assert grade_by_key(numeric("1/2"), answered(text)).points == float(right)


def test_a_third_is_not_a_decimal_unless_the_key_says_so() -> None:
    assert grade_by_key(numeric("1/3"), answered("0.333")).points == 0
    assert grade_by_key(numeric("1/3", ".333"), answered("0.333")).points == 1


@pytest.mark.parametrize(("text", "right"), [("3.1", True), ("3.2", True), ("3.0", True), ("3.21", False)])
def test_the_edge_of_the_tolerance_is_within_it(text: str, right: bool) -> None:
    assert grade_by_key(numeric("3.1", tolerance=0.1), answered(text)).points == float(right)


@pytest.mark.parametrize("choice", [(), ("about three",), ("1", "2"), ("1/0",), ("1e999999999",), ("nan",)])
def test_what_is_no_number_is_unparsed(choice: tuple[str, ...]) -> None:
    grade = grade_by_key(numeric("3"), answered(*choice))
    assert (grade.points, grade.status) == (0.0, "unparsed")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,250", 1250), ("−2", -2), ("1 1/2", 1.5), ("-1 1/2", -1.5), ("$5", 5), ("40 %", 40), ("2e3", 2000)],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert number(text) == value


def test_points_follow_the_question() -> None:
    question = one_of_four().model_copy(update={"points": 3.0, "part": "a", "passage": "p"})
    grade = grade_by_key(question, answered("B"))
    assert (grade.points, grade.max_points, grade.part, grade.cluster) == (3.0, 3.0, "a", "p")


def test_an_essay_cannot_be_graded_by_key() -> None:
    essay = Question(id="q", section="s", kind="free_response", stem="?")
    with pytest.raises(ValueError, match="no key"):
        grade_by_key(essay, answered())
