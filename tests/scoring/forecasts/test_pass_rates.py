"""Pass rates: the estimator is unbiased for what it says, buckets know only the small models, the law is found."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.errors import InputError
from scoring.forecasts.pass_counts import Counts, PassCounts, buckets, plain, solved_by_all, unbiased
from scoring.forecasts.pass_rate_law import fit_pass_rate_law, smallest_seen

ONE = np.array([0])


def counts(solved: Counts, tries: int = 20) -> PassCounts:
    models, problems = solved.shape
    return PassCounts(
        tuple(f"m{i}" for i in range(models)),
        np.array([10.0**i for i in range(models)]),
        tuple(f"p{i}" for i in range(problems)),
        solved,
        np.full_like(solved, tries),
    )


@given(st.floats(0.02, 0.98), st.integers(1, 25))
def test_the_mean_of_the_estimator_is_the_series_of_minus_log_p_cut_after_n_terms(p: float, n: int) -> None:
    values = [float(unbiased(counts(np.array([[c]]), n), ONE)[0]) for c in range(n + 1)]
    mean = sum(comb(n, c) * p**c * (1 - p) ** (n - c) * v for c, v in enumerate(values))
    assert mean == pytest.approx(sum((1 - p) ** k / k for k in range(1, n + 1)), rel=1e-9)


def test_a_problem_never_solved_is_infinite_for_the_plain_form_and_bounded_for_the_other() -> None:
    made = counts(np.array([[0], [10]]))
    assert plain(made, ONE).tolist() == [np.inf, pytest.approx(np.log(2))]
    assert unbiased(made, ONE)[0] == pytest.approx(sum(1 / k for k in range(1, 21)))
    assert solved_by_all(made).tolist() == []
    assert solved_by_all(counts(np.array([[1, 0], [20, 3]]))).tolist() == [0]


@given(st.integers(0, 10_000))
def test_buckets_do_not_know_the_model_that_is_forecast(seed: int) -> None:
    rng = np.random.default_rng(seed)
    solved = rng.integers(0, 21, (4, 30))
    changed = solved.copy()
    changed[3] = rng.integers(0, 21, 30)
    first, second = (buckets(counts(s).first(3), 4, 2) for s in (solved, changed))
    assert [b.tolist() for b in first] == [b.tolist() for b in second]
    assert sum(len(b) for b in first) == 28
    means = [unbiased(counts(solved).first(3), b).mean() for b in first]
    assert means == sorted(means)


def test_too_many_buckets_are_refused() -> None:
    with pytest.raises(InputError, match="do not fill"):
        buckets(counts(np.full((2, 10), 5)), 6)


def test_the_law_is_found_and_forecasts_with_room_for_the_tries() -> None:
    compute = np.array([1e18, 1e19, 1e20, 1e21])
    values = 3.0 * (compute / 1e18) ** -0.3
    law = fit_pass_rate_law(compute, values, tries=100, problems=50)
    assert law.k == pytest.approx(0.3, rel=1e-3)
    made = law.forecast(1e22)
    assert made.median == pytest.approx(3.0 * 1e4**-0.3, rel=1e-3)
    assert made.holds(3.0 * 1e4**-0.3 * 1.1)
    fewer = fit_pass_rate_law(compute, values, tries=2, problems=10).forecast(1e22)
    assert fewer.intervals[0.8][1] > made.intervals[0.8][1]


def test_nothing_missed_is_half_a_miss_and_infinity_is_refused() -> None:
    compute = np.array([1e18, 1e19, 1e20])
    law = fit_pass_rate_law(compute, np.array([1.0, 0.1, 0.0]), tries=10, problems=10)
    assert law.raised == 1
    assert smallest_seen(10, 10) == 0.005
    with pytest.raises(InputError, match="never solved"):
        fit_pass_rate_law(compute, np.array([np.inf, 1.0, 0.5]), tries=10, problems=10)
    with pytest.raises(InputError, match="too few"):
        fit_pass_rate_law(compute[:2], np.array([1.0, 0.5]), tries=10, problems=10)
