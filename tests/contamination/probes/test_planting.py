"""The n-gram model and what is planted in it."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from probe_questions import made_items

from contamination.probe_types import ProbeTest
from contamination.probes.ngram_model import START, NgramModel, tokens_of
from contamination.probes.order_plan import plan_order
from contamination.probes.planting import plant, power_of
from contamination.probes.self_test import SelfTest, background_model

TEXTS = ["the cat sat on the mat", "the dog sat on the cat", "a mat"]


@given(st.text(max_size=60))
def test_tokens_add_up_to_the_text(text: str) -> None:
    assert "".join(tokens_of(text)) == text


def test_probabilities_add_up_to_one() -> None:
    model = NgramModel(TEXTS)
    vocabulary = {t for text in TEXTS for t in tokens_of(text)} | {"\x03", "never seen"}
    for history in ((), (START,), (START, "the"), (START, "the", " cat"), ("strange",)):
        assert math.fsum(model.probability(t, history) for t in vocabulary) == pytest.approx(1.0)


def test_what_is_unlearnt_leaves_no_trace() -> None:
    model, other = NgramModel(TEXTS), NgramModel(TEXTS)
    model.learn("the cow sat on a new hill")
    assert model.logprobs(tokens_of("the cow"))[-1] > other.logprobs(tokens_of("the cow"))[-1]
    model.learn("the cow sat on a new hill", -1)
    probe = tokens_of("the cow sat on the mat")
    assert model.logprobs(probe) == other.logprobs(probe)


def test_it_goes_on_with_what_it_read() -> None:
    model = NgramModel([*TEXTS, "one two three four five six seven"])
    assert model.go_on("one two three", 3) == " four five six"
    assert model.go_on("one two three four five six seven", 5) == ""
    warm = {model.go_on("the", 6, Random(n)) for n in range(20)}
    assert len(warm) > 1


@given(st.integers(1, 90), st.floats(0.01, 1), st.integers(0, 5))
def test_a_share_is_planted_in_runs_and_in_order(number: int, share: float, seed: int) -> None:
    texts = [f"<{n}>" for n in range(number)]
    runs = [[int(t.strip("<>")) for t in run.split("\n\n")] for run in plant(texts, share, Random(seed))]
    planted = [n for run in runs for n in run]
    assert planted == sorted(set(planted))
    assert len(planted) == max(1, round(share * number))
    assert all(run == list(range(run[0], run[0] + len(run))) for run in runs)
    assert all(len(run) <= 20 for run in runs) or len(planted) == number


def test_power_stops_below_what_is_noticed() -> None:
    model = NgramModel(TEXTS)
    found = power_of(lambda m, _: 0.0 if "planted" in m.go_on("a word", 3) else 1.0, ["a word planted"] * 10, model)
    assert found.least == 0.02  # one text of ten is enough
    assert found.words == "a set seen once from 2% up would have been"
    none = power_of(lambda *_: 1.0, ["x"] * 10, model, repeats=3)
    assert (none.least, [r.share for r in none.rows]) == (None, [1.0])
    assert none.words == "nor would a set have been that was seen once in full"


def test_each_test_of_texts_has_a_power_and_the_background_is_left_clean() -> None:
    items = tuple(made_items(24))
    texts = tuple(i.text for i in made_items(60, seed=7))
    tested = SelfTest(items, tuple(made_items(20, seed=8)), plan_order(items), texts, repeats=3, shares=(1.0,))
    before = background_model(texts).logprobs(tokens_of(items[0].text))
    tests: tuple[ProbeTest, ...] = ("order", "completion", "min-k")
    for test in tests:
        power = tested.power(test)
        assert power is not None and power.least is not None, test
    assert tested.power("options") is not None
    assert background_model(texts).logprobs(tokens_of(items[0].text)) == before
    assert tested.power("gap") is None
