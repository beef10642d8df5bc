"""Which option a model's log-probabilities choose."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.likelihoods.choose_option import NORMALISATIONS, chosen, shares, true_mass
from scoring.types import Likelihoods, OptionLikelihood


def texts(*rows: tuple[float, int, int]) -> Likelihoods:
    """(log p, bytes, tokens) for A, B, C …"""
    options = [OptionLikelihood(label="ABCDE"[n], logprob=p, bytes=b, tokens=t) for n, (p, b, t) in enumerate(rows)]
    return Likelihoods(way="echo", texts=True, options=tuple(options))


def letters(*logprobs: float, bound: str = "") -> Likelihoods:
    options = [OptionLikelihood(label=x, logprob=p, bound=x in bound) for x, p in zip("ABCD", logprobs, strict=False)]
    return Likelihoods(way="first-token", options=tuple(options))


def test_the_three_normalisations_choose_three_options() -> None:
    found = texts((-4.0, 4, 2), (-6.0, 30, 2), (-5.0, 10, 10))
    assert {n: chosen(found, n).label for n in NORMALISATIONS} == {"sum": "A", "bytes": "B", "tokens": "C"}  # type: ignore[union-attr]


def test_letters_are_compared_by_their_sum_whatever_counts_for_texts() -> None:
    assert chosen(letters(-2.0, -1.0), "bytes").label == "B"  # type: ignore[union-attr]


def test_a_tie_takes_the_first_and_says_so() -> None:
    best = chosen(texts((-4.0, 4, 2), (-4.0, 4, 2), (-9.0, 4, 2)))
    assert best is not None and (best.label, best.ties) == ("A", 2)


def test_a_bound_never_wins_and_makes_uncertain_what_it_may_exceed() -> None:
    assert chosen(letters(-1.0, -3.0, bound="B")) == chosen(letters(-1.0))
    best = chosen(letters(-1.0, -3.0, bound="A"))
    assert best is not None and best.label == "B" and not best.certain
    assert chosen(letters(-1.0, bound="A")) is None


def test_coverage_leaves_bounds_out() -> None:
    found = letters(math.log(0.5), math.log(0.25), math.log(0.01), bound="C")
    assert found.coverage == pytest.approx(0.75)
    assert found.unseen == pytest.approx(0.01)
    assert texts((-1.0, 1, 1)).coverage is None


def test_mc2_is_the_mass_on_the_true_options_by_whole_texts() -> None:
    found = texts((math.log(0.03), 9, 3), (math.log(0.01), 9, 3), (math.log(0.06), 9, 3))
    assert true_mass(found.options, {"A", "B"}) == pytest.approx(0.4)
    # of texts so long that each has a probability of 0 in floating point
    long = texts((-2000.0, 9, 3), (-2000.0 + math.log(3), 9, 3))
    assert true_mass(long.options, {"B"}) == pytest.approx(0.75)


@given(st.lists(st.floats(-3000, 0), min_size=1, max_size=5))
def test_shares_sum_to_one(logprobs: list[float]) -> None:
    assert sum(shares(texts(*((p, 1, 1) for p in logprobs)).options).values()) == pytest.approx(1)
