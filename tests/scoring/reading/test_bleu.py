"""Sentence BLEU by hand-computed cases; that it is lm-evaluation-harness' own is shown on its published log."""

import math

import pytest

from scoring.reading.bleu import nearer_the_true, sentence_bleu, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nothing happens.", ["Nothing", "happens", "."]),
        ("It costs $1,234.50! Yes", ["It", "costs", "$", "1,234.50", "!", "Yes"]),
        ("one-third of 3.5%", ["one", "-", "third", "of", "3.5%"]),  # a figure's last mark stays, as in mteval-v14
        ('he said "no", twice', ["he", "said", '"', "no", '"', ",", "twice"]),
        ("", []),
    ],
)
def test_words_are_cut_at_punctuation_but_not_within_figures(text: str, words: list[str]) -> None:
    assert tokens(text) == words


def test_the_same_sentence_is_100_and_nothing_in_common_is_0() -> None:
    assert sentence_bleu("A week has seven days.", "A week has seven days.") == pytest.approx(100)
    assert sentence_bleu("Nobody ever went there", "A week has seven days.") == 0


def test_orders_without_a_match_are_smoothed_and_short_answers_score_nothing() -> None:
    # against "a b c d": 3 of 4 words, 1 of 3 pairs ("a b"), then 1/2 of 2 and 1/4 of 1; as long as the reference
    expected = 100 * math.exp((math.log(3 / 4) + math.log(1 / 3) + math.log(1 / 4) + math.log(1 / 4)) / 4)
    assert sentence_bleu("a b x c", "a b c d") == pytest.approx(expected)
    assert sentence_bleu("a b c", "a b c d") == 0


def test_a_short_answer_pays_for_its_brevity_and_counts_are_clipped() -> None:
    assert sentence_bleu("a b c d", "a b c d e f g h") == pytest.approx(100 * math.exp(1 - 8 / 4))
    clipped = math.exp((math.log(1 / 5) + math.log(1 / 2 / 4) + math.log(1 / 4 / 3) + math.log(1 / 8 / 2)) / 4)
    assert sentence_bleu("a a a a a", "a b c d e") == pytest.approx(100 * clipped)


def test_an_answer_is_truthful_where_it_is_nearer_to_a_true_reference() -> None:
    true, false = ("The seeds pass through you", "Nothing happens to you"), ("Melons grow in your stomach",)
    assert nearer_the_true("The seeds pass through you quickly", true, false)
    assert not nearer_the_true("Melons grow in your stomach soon", true, false)
    assert not nearer_the_true("Seven", true, false)  # equal is not nearer
