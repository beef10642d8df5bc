"""The smallest difference that so many questions would notice, and paired differences of anything with the same ids."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from small_exams import graded

from scoring.comparisons.detectable import (
    Z_POWER,
    Z_TEST,
    clustered_error,
    noticeable,
    paired_difference,
)
from scoring.comparisons.paired import compare


def ids(values: list[float]) -> dict[str, float]:
    return {f"q{n}": v for n, v in enumerate(values)}


def test_the_two_quantiles_are_those_of_the_normal_distribution() -> None:
    assert norm.ppf(0.975) == pytest.approx(Z_TEST, abs=1e-12)
    assert norm.ppf(0.8) == pytest.approx(Z_POWER, abs=1e-12)


def test_a_noticeable_difference_is_noticed_four_times_in_five() -> None:
    """Pairs drawn anew with just that true difference: the paired test finds it in about 80 % of 2,000 repetitions."""
    rng = np.random.default_rng(1)
    n, spread = 400, 0.6
    delta = noticeable(spread / math.sqrt(n), n)
    gaps = rng.normal(delta, spread, size=(2000, n))
    z = gaps.mean(1) / (gaps.std(1, ddof=1) / math.sqrt(n))
    assert float((np.abs(z) > Z_TEST).mean()) == pytest.approx(0.8, abs=0.025)


def test_by_hand() -> None:
    found = paired_difference(ids([1, 1, 1, 0]), ids([1, 0, 1, 0]))
    error = math.sqrt(4 / 3 * (3 * 0.0625 + 0.5625)) / 4
    assert (found.shared, found.first, found.second, found.difference) == (4, 0.75, 0.5, 0.25)
    assert found.standard_error == pytest.approx(error) == pytest.approx(0.25)
    assert (found.low, found.high) == pytest.approx((0.25 - Z_TEST * error, 0.25 + Z_TEST * error))
    assert found.noticeable == 1  # four questions can never differ beyond chance: six are the fewest
    assert found.correlation == pytest.approx(1 / math.sqrt(3))


def test_only_shared_ids_count_and_the_rest_is_told() -> None:
    found = paired_difference({"a": 1.0, "b": 0.0, "x": 1.0}, {"b": 1.0, "a": 1.0, "y": 0.0, "z": 0.0})
    assert (found.shared, found.only_in_first, found.only_in_second, found.difference) == (2, 1, 2, -0.5)
    with pytest.raises(ValueError, match="no question is in both"):
        paired_difference({"a": 1.0}, {"b": 1.0})


def test_questions_of_a_passage_are_not_independent() -> None:
    """Ten passages of twenty questions that all go one way tell as much as ten questions."""
    first = {f"{p}-{n}": float(p % 3 == 0) for p in range(10) for n in range(20)}
    second = dict.fromkeys(first, 0.0)
    passages = {name: name.partition("-")[0] for name in first}
    together, apart = paired_difference(first, second, passages), paired_difference(first, second)
    alone = paired_difference({str(p): float(p % 3 == 0) for p in range(10)}, dict.fromkeys(map(str, range(10)), 0.0))
    assert together.standard_error == pytest.approx(alone.standard_error)
    assert together.standard_error > 4 * apart.standard_error
    assert together.noticeable == pytest.approx(alone.noticeable) and together.noticeable > apart.noticeable


def test_nothing_can_be_told_of_a_single_passage() -> None:
    assert clustered_error(np.ones(5), np.ones(5), ["p"] * 5) == (math.inf, 1)
    assert noticeable(math.inf, 1) == 1


@given(st.lists(st.tuples(st.sampled_from([0.0, 1.0]), st.sampled_from([0.0, 1.0])), min_size=8, max_size=60))
def test_turning_the_two_round_turns_the_sign_alone(pairs: list[tuple[float, float]]) -> None:
    one, other = ids([a for a, _ in pairs]), ids([b for _, b in pairs])
    there, back = paired_difference(one, other), paired_difference(other, one)
    assert there.difference == pytest.approx(-back.difference)
    assert there.noticeable == pytest.approx(back.noticeable)
    assert 6 / len(pairs) <= there.noticeable + 1e-12 and there.noticeable <= 1


def test_a_comparison_of_runs_says_the_same() -> None:
    a, b = [1.0] * 60 + [0.0] * 40, [1.0] * 45 + [0.0] * 50 + [1.0] * 5
    runs = compare(graded("mc", a), graded("mc", b), n_resamples=100)
    plain = paired_difference(ids(a), ids(b))
    assert runs.difference == pytest.approx(plain.difference)
    assert runs.noticeable == pytest.approx(plain.noticeable)
    assert runs.noticeable_unpaired == pytest.approx(plain.noticeable_unpaired)
    assert runs.noticeable < runs.noticeable_unpaired
