"""DROP's F1 and exact match: the published assertions that are at hand, and what broke the field's leaderboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.question import Question
from scoring.reading.key_grading import grade_by_key
from scoring.reading.spans import agreement, normal, spans_of
from scoring.types import Answer

# Four of the 53 assertions of the evaluation script's tests are at hand; the others could not be had.
PUBLISHED = [
    (("td",), ("td", "td"), 0.0, 0.5),
    (("78",), ("78-yard",), 0.0, 0.67),
    (("the cat", "dog", "bird", "cow", "pig", "hen"), ("cat",), 0.0, 0.17),
    (("56 yards",), ("56 yd",), 0.0, 0.5),
]


@pytest.mark.parametrize(("ours", "gold", "exact", "f1"), PUBLISHED)
def test_published_assertions(ours: tuple[str, ...], gold: tuple[str, ...], exact: float, f1: float) -> None:
    found = agreement(ours, [gold])
    assert (found.exact, found.f1) == (exact, f1)


@pytest.mark.parametrize(
    ("reply", "gold"),
    [
        ("12.5", "12.5"),
        ("12.5\n", "12.5"),
        ("12.50", "12.5"),
        ("Answer: 12.5", "12.5"),
        ("10\n\nPassage: another one", "10"),
        ("10\nQuestion: how many?", "10"),
        ("1,200", "1200"),
        ("The Bears.", "bears"),
        ("a 3-yard run", "3 yard run"),
        ("$5", "5"),
        ("-3", "3"),  # a hyphen parts words, so the sign is lost on both sides, as in the published script
    ],
)
def test_one_answer_in_two_forms_is_right(reply: str, gold: str) -> None:
    assert agreement(spans_of(reply), [(gold,)]).exact == 1.0


@pytest.mark.parametrize(("reply", "gold"), [("12", "12.5"), ("125", "12.5"), ("4 yards", "5 yards"), ("", "5")])
def test_another_number_earns_nothing(reply: str, gold: str) -> None:
    assert agreement(spans_of(reply), [(gold,)]) == agreement((), [("5",)])


def test_spans_are_paired_for_the_best_sum_not_in_order() -> None:
    ours, gold = ("red fox", "brown bear"), ("brown bear", "red fox")
    assert agreement(ours, [gold]).f1 == 1.0
    # a greedy pairing gives "big red fox" to "red fox" and leaves "big" without a partner
    assert agreement(("big", "big red fox"), [("big red", "red fox")]).f1 == pytest.approx((2 / 3 + 0.8) / 2, abs=0.005)


def test_the_best_of_several_accepted_answers_counts() -> None:
    assert agreement(("4",), [("",), ("5",), ("4",)]).f1 == 1.0


def test_articles_and_punctuation_do_not_count() -> None:
    assert normal("The  Bears' an-a Victory!") == normal("bears victory")


@given(st.lists(st.text(max_size=12), max_size=4), st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4))
def test_f1_is_a_share_and_exact_means_full(ours: list[str], gold: list[str]) -> None:
    found = agreement(ours, [gold])
    assert 0 <= found.f1 <= 1 and found.exact in (0.0, 1.0)
    if found.exact and all(normal(s) for s in gold) and len(set(map(normal, gold))) == len(gold):
        assert found.f1 == 1.0


def test_points_are_f1_and_exact_match_stands_beside() -> None:
    question = Question(
        id="q", section="s", kind="short_answer", stem="?", key=("td\ntd", "touchdown"), matching="spans", points=2
    )
    grade = grade_by_key(question, Answer(question="q", section="s", status="answered", choice=("td",)))
    assert (grade.points, grade.readings) == (1.0, {"exact match": 0.0})
    lost = grade_by_key(question, Answer(question="q", section="s", status="failed"))
    assert lost.points is None and lost.readings == {}
