"""Agreement statistics against those of statsmodels, scikit-learn and krippendorff on the same made-up grades."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from scoring.graders.agreement import (
    adjacent_agreement,
    alpha_interval,
    bias_interval,
    exact_agreement,
    kappa_interval,
    krippendorff_alpha,
    quadratic_kappa,
    rater_error,
)


def two_graders(seed: int, answers: int = 60) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Half points of 0 to 6 by two graders, the second half a point more generous on average."""
    rng = np.random.default_rng(seed)
    worth = rng.normal(3.4, 1.3, answers)
    grades = [np.clip(np.round((worth + rng.normal(b, 0.6, answers)) * 2) / 2, 0, 6) for b in (0.0, 0.5)]
    return grades[0], grades[1]


@pytest.mark.parametrize("seed", range(5))
def test_kappa_and_its_interval_are_those_of_statsmodels(seed: int) -> None:
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    first, second = two_graders(seed)
    table = np.zeros((13, 13))
    np.add.at(table, ((first * 2).astype(int), (second * 2).astype(int)), 1)
    theirs = inter_rater.cohens_kappa(table, weights=np.arange(13), wt="quadratic")
    assert quadratic_kappa(first, second) == pytest.approx(theirs.kappa, abs=1e-12)
    ours = kappa_interval(first, second)
    assert ours is not None
    assert (ours.low, ours.high) == pytest.approx((theirs.kappa_low, theirs.kappa_upp), abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_kappa_and_exact_agreement_are_those_of_scikit_learn(seed: int) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    first, second = two_graders(seed, 25)
    codes = [(g * 2).astype(int) for g in (first, second)]
    theirs = metrics.cohen_kappa_score(*codes, weights="quadratic", labels=range(13))
    assert quadratic_kappa(first, second) == pytest.approx(theirs, abs=1e-12)
    assert exact_agreement(first, second) == pytest.approx(metrics.accuracy_score(*codes))


@pytest.mark.parametrize("level", ["interval", "ordinal"])
@pytest.mark.parametrize("seed", range(4))
def test_alpha_with_missing_grades_is_that_of_krippendorff(level: str, seed: int) -> None:
    library = pytest.importorskip("krippendorff")
    rng = np.random.default_rng(seed)
    ratings = np.stack([*two_graders(seed, 30), two_graders(seed, 30)[0]])
    ratings[rng.random(ratings.shape) < 0.3] = np.nan
    theirs = library.alpha(reliability_data=ratings, level_of_measurement=level)
    assert krippendorff_alpha(ratings, level) == pytest.approx(theirs, abs=1e-12)


def test_krippendorffs_own_example_gives_his_published_value() -> None:
    # Krippendorff (2011), section E: four observers, twelve units, missing data; alpha 0.849 for interval data
    star = np.nan
    ratings = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, star, star, star],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, star, 3],
            [star, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, star],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, star],
        ]
    )
    assert krippendorff_alpha(ratings) == pytest.approx(0.849, abs=5e-4)
    assert krippendorff_alpha(ratings, "ordinal") == pytest.approx(0.815, abs=5e-4)


def test_alphas_interval_is_the_percentile_bootstrap_of_scipy() -> None:
    library = pytest.importorskip("krippendorff")
    from scipy.stats import bootstrap

    first, second = two_graders(1)
    ours = alpha_interval(np.stack([first, second]), n_resamples=2000)

    def alpha(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
        return float(library.alpha(reliability_data=np.stack([a, b]), level_of_measurement="interval"))

    theirs = bootstrap(
        (first, second), alpha, paired=True, vectorized=False, method="percentile", n_resamples=2000, rng=3
    ).confidence_interval
    assert ours is not None
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.016)  # noise of 2,000 draws


def test_bias_and_its_interval_are_those_of_a_paired_t_test() -> None:
    from scipy.stats import ttest_rel

    first, second = two_graders(2)
    theirs = ttest_rel(second, first).confidence_interval()
    ours = bias_interval(second - first)
    assert ours is not None
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))


def test_a_graders_error_is_recovered_from_double_marking() -> None:
    rng = np.random.default_rng(0)
    worth = rng.normal(0, 5, 20_000)
    first, second = (worth + rng.normal(b, 0.7, 20_000) for b in (0, 2))
    assert rater_error(second - first) == pytest.approx(0.7, rel=0.03)


def test_adjacent_counts_grades_up_to_one_step_apart() -> None:
    first, second = np.array([1.0, 1, 1, 1]), np.array([1.0, 1.5, 2, 3])
    assert adjacent_agreement(first, second, 0.5) == 0.5
    assert adjacent_agreement(first, second, np.array([0.5, 0.5, 1, 1])) == 0.75


def test_what_has_no_spread_has_no_value() -> None:
    same = np.array([2.0, 2, 2])
    assert quadratic_kappa(same, same) is None
    assert kappa_interval(same, same) is None
    assert krippendorff_alpha(np.stack([same, same])) is None
    assert alpha_interval(np.stack([same, same])) is None
    assert krippendorff_alpha(np.full((2, 3), np.nan)) is None
    assert bias_interval(np.array([1.0])) is None
    assert rater_error(np.array([1.0])) is None


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=20))
def test_kappa_never_exceeds_one_and_is_one_only_for_equal_grades(pairs: list[tuple[int, int]]) -> None:
    first, second = np.array(pairs, dtype=float).T / 2
    kappa = quadratic_kappa(first, second)
    if kappa is not None:
        assert kappa <= 1
        assert (kappa == pytest.approx(1)) == (exact_agreement(first, second) == 1)
