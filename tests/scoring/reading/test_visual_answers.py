"""Thirty cases by hand for each of the three rules of answers on pictures."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.reading.visual_answers import anls, relaxed, share_of, vqa_accuracy, vqa_words

TEN = ["2"] * 10


def people(*counts: tuple[str, int]) -> list[str]:
    return [answer for answer, many in counts for _ in range(many)]


VQA = [
    # what was said, what ten people said, points
    ("2", TEN, 1.0),
    ("two", TEN, 1.0),
    ("Two.", TEN, 1.0),
    ("3", TEN, 0.0),
    ("red", people(("red", 3), ("blue", 7)), 0.9),  # 3 of 10 sets leave a 'red' out: (3·⅔ + 7·1) ÷ 10
    ("red", people(("red", 2), ("blue", 8)), 0.6),  # (2·⅓ + 8·⅔) ÷ 10
    ("red", people(("red", 1), ("blue", 9)), 0.3),  # (1·0 + 9·⅓) ÷ 10
    ("red", people(("red", 4), ("blue", 6)), 1.0),
    ("green", people(("red", 4), ("blue", 6)), 0.0),
    ("the dog", people(("dog", 10)), 1.0),
    ("a dog", people(("the dog", 10)), 1.0),
    ("dog", people(("dogs", 10)), 0.0),
    ("DOG", people(("dog", 10)), 1.0),
    ("dog!", people(("dog", 10)), 1.0),
    ("black and white", people(("black and white", 10)), 1.0),
    ("black, white", people(("black white", 10)), 1.0),
    ("black/white", people(("black white", 10)), 1.0),
    ("1,000", people(("1000", 10)), 1.0),
    ("3.5", people(("3.5", 10)), 1.0),
    ("35", people(("3.5", 10)), 0.0),
    ("dont know", people(("don't know", 10)), 1.0),
    ("it's", people(("its", 10)), 0.0),  # another word
    ("none", people(("0", 10)), 1.0),
    ("ten", people(("10", 10)), 1.0),
    ("eleven", people(("11", 10)), 0.0),  # only up to ten
    ("", people(("yes", 10)), 0.0),
    ("yes", people(("yes", 5), ("no", 5)), 1.0),
    ("yes yes", people(("yes", 10)), 0.0),
    ("t-shirt", people(("t shirt", 10)), 1.0),
    ("dog", ["dog"], 1.0),  # a single accepted answer
    ("dog", people(("dog", 1), ("cat", 2)), 2 / 9),  # three answers: (0 + ⅓ + ⅓) ÷ 3
]

RELAXED = [
    # what was said, the key, right
    ("100", "100", True),
    ("105", "100", True),
    ("95", "100", True),
    ("105.1", "100", False),
    ("94.9", "100", False),
    ("100.0", "100", True),
    ("-95", "-100", True),
    ("95", "-100", False),
    ("0", "0", True),
    ("0.0", "0", False),  # a key of 0 must be met as written
    ("0.001", "0", False),
    ("0.52", "0.5", True),
    ("0.53", "0.5", False),
    ("1,050", "1000", True),
    ("1000", "1,000", True),
    ("$105", "100", True),
    ("5%", "5%", True),
    ("5", "5%", False),  # 5 against 0.05
    ("0.05", "5%", True),
    ("5.2%", "5%", True),
    ("Blue", "blue", True),
    (" blue ", "blue", True),
    ("dark blue", "blue", False),
    ("blue.", "blue", False),
    ("1990", "1991", True),  # years are numbers too: a flaw that is known
    ("1890", "1991", False),
    ("Yes", "yes", True),
    ("No", "yes", False),
    ("", "5", False),
    ("five", "5", False),
    ("1e2", "100", True),
    ("nan", "nan", True),  # a word
]

ANLS = [
    # what was said, accepted answers, points
    ("invoice", ["invoice"], 1.0),
    ("Invoice", ["invoice"], 1.0),
    ("  invoice ", ["invoice"], 1.0),
    ("invoise", ["invoice"], 1 - 1 / 7),
    ("invoices", ["invoice"], 1 - 1 / 8),
    ("nvoice", ["invoice"], 1 - 1 / 7),
    ("receipt", ["invoice"], 0.0),
    ("", ["invoice"], 0.0),
    ("invoice", ["receipt", "invoice"], 1.0),
    ("invoise", ["receipt", "invoice"], 1 - 1 / 7),
    ("ab", ["ac"], 0.0),  # half differs: from a half upward nothing
    ("abc", ["abd"], 1 - 1 / 3),
    ("abcd", ["abxy"], 0.0),
    ("abcde", ["abcxy"], 1 - 2 / 5),
    ("a", ["a"], 1.0),
    ("a", ["b"], 0.0),
    ("12 March 1998", ["12 march 1998"], 1.0),
    ("12 March 1988", ["12 march 1998"], 1 - 1 / 13),
    ("March 12, 1998", ["12 march 1998"], 0.0),  # 7 of 14
    ("$1,234.50", ["$1,234.50"], 1.0),
    ("1,234.50", ["$1,234.50"], 1 - 1 / 9),
    ("1234.50", ["$1,234.50"], 1 - 2 / 9),
    ("new  york", ["new york"], 1.0),
    ("newyork", ["new york"], 1 - 1 / 8),
    ("new york city", ["new york"], 1 - 5 / 13),
    ("the new york times", ["new york"], 0.0),  # 10 of 18
    ("Zürich", ["zürich"], 1.0),
    ("Zurich", ["zürich"], 1 - 1 / 6),
    ("ANSWER", ["answer", "answers"], 1.0),
    ("answerz", ["answer", "answers"], 1 - 1 / 7),
]


@pytest.mark.parametrize(("said", "answers", "points"), VQA)
def test_vqa(said: str, answers: list[str], points: float) -> None:
    assert vqa_accuracy(said, answers) == pytest.approx(points)


@pytest.mark.parametrize(("said", "key", "right"), RELAXED)
def test_relaxed(said: str, key: str, right: bool) -> None:
    assert relaxed(said, key) is right


@pytest.mark.parametrize(("said", "answers", "points"), ANLS)
def test_anls(said: str, answers: list[str], points: float) -> None:
    assert anls(said, answers) == pytest.approx(points)


def test_there_are_thirty_cases_of_each() -> None:
    assert min(len(VQA), len(RELAXED), len(ANLS)) >= 30


@settings(max_examples=50)
@given(st.text(max_size=12), st.text(max_size=12))
def test_anls_is_one_minus_the_edit_distance_by_the_plain_recurrence(said: str, wanted: str) -> None:
    a, b = " ".join(said.lower().split()), " ".join(wanted.lower().split())
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    share = row[-1] / max(len(a), len(b)) if a or b else 0.0
    assert anls(said, [wanted]) == pytest.approx(1 - share if share < 0.5 else 0.0)


@settings(max_examples=50)
@given(st.sampled_from(["vqa", "relaxed", "anls"]), st.text(min_size=1, max_size=20))
def test_the_key_itself_earns_all_points(rule: str, key: str) -> None:
    assert share_of(rule, key, [key]) == 1.0


def test_other_rules_are_no_rules() -> None:
    with pytest.raises(ValueError, match="no rule 'bleu'"):
        share_of("bleu", "a", ["a"])


def test_articles_go_before_or_after_numbers_become_figures() -> None:
    assert vqa_words("The three  dogs, and a cat!") == "3 dogs and cat"
