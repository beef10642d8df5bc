"""What servers put into a completion's log-probabilities, and which of it belongs to the text that was sent."""

import math
from typing import Any

import pytest

from examsim.models.likelihoods.scores_body import NoScores, scores_of_choice


def choice(tokens: list[str], values: list[Any], starts: list[int] | None = None) -> dict[str, Any]:
    return {"logprobs": {"tokens": tokens, "token_logprobs": values, "text_offset": starts}}


def test_a_start_token_before_the_text_shifts_nothing() -> None:
    # vLLM counts the characters of the start token in its offsets
    shown = choice(["<|begin_of_text|>", "The", " cat", " sat"], [None, -3.0, -2.0, -1.0], [0, 17, 20, 24])
    assert scores_of_choice(shown, "The cat", 3).tokens == (" cat",)
    assert scores_of_choice(shown, "The cat", 3).offsets == (3,)
    assert scores_of_choice(shown, "The cat", 0).logprobs == (-3.0, -2.0)


def test_a_model_that_ends_at_once_shows_no_token_and_the_words_say_what_to_do() -> None:
    with pytest.raises(NoScores, match=r"ended its text at once.*--likelihoods first-token"):
        scores_of_choice(choice([], [], []), "Answer:", None)


def test_the_token_that_was_generated_is_left_out() -> None:
    assert scores_of_choice(choice(["a", " b", " c"], [None, -1.0, -9.0]), "a b", 1).total == -1.0


def test_a_token_across_the_border_counts_and_its_offset_says_so() -> None:
    scores = scores_of_choice(choice(["Answer", ":A"], [None, -1.5]), "Answer:A", 7)
    assert (scores.tokens, scores.offsets) == ((":A",), (6,))


def test_tokens_that_are_parts_of_a_character() -> None:
    text = "is é"
    for first, second in (("bytes:\\xc3", "bytes:\\xa9"), ("<0xC3>", "<0xA9>")):
        scores = scores_of_choice(choice(["is", " ", first, second], [None, -1.0, -2.0, -3.0]), text, 2)
        assert scores.total == -6.0
        assert scores.offsets == (2, 3, 3)
    # a server that shows the replacement character: the offsets that it sends are all there is
    shown = choice(["is", " ", "\ufffd", "\ufffd"], [None, -1.0, -2.0, -3.0], [0, 2, 3, 3])
    assert scores_of_choice(shown, text, 2).total == -6.0


def test_a_tokeniser_that_eats_the_first_space() -> None:
    scores = scores_of_choice(choice(["The", " cat"], [None, -2.0]), " The cat", 4)
    assert (scores.tokens, scores.offsets) == ((" cat",), (4,))


def test_prompt_logprobs_without_a_start_token_lack_the_first_tokens_text() -> None:
    def entry(token: str, value: float) -> dict[str, Any]:
        return {
            "17": {"logprob": value, "rank": 2, "decoded_token": token},
            "9": {"logprob": -0.1, "decoded_token": "!"},
        }

    shown = {"prompt_logprobs": [None, entry(" cat", -2.0), entry(" sat", -1.0)]}
    scores = scores_of_choice(shown, "The cat sat", 7)
    assert (scores.tokens, scores.logprobs) == ((" sat",), (-1.0,))
    assert scores.top[0] == {" sat": -1.0, "!": -0.1}


@pytest.mark.parametrize(
    ("shown", "says"),
    [
        ({}, "no log-probabilities"),
        ({"logprobs": None}, "no log-probabilities"),
        ({"logprobs": {"tokens": ["x"], "token_logprobs": []}}, "no log-probabilities"),
        (choice([" generated"], [-1.0]), "do not add up"),
        (choice(["a", " b"], [None, 0.5]), "no log-probability"),  # no probability is above 1
        (choice(["a", " b"], [None, math.nan]), "no log-probability"),
        (choice(["a", " b"], [None, True]), "no log-probability"),
        ({"prompt_logprobs": [None, {}]}, "no log-probabilities"),
    ],
)
def test_what_is_no_log_probability_of_the_text_is_none(shown: dict[str, Any], says: str) -> None:
    with pytest.raises(NoScores, match=says):
        scores_of_choice(shown, "a b", 1)


def test_minus_infinity_stays_a_number() -> None:
    assert scores_of_choice(choice(["a", " b"], [None, -math.inf]), "a b", 1).total == -9999.0
