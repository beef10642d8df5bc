"""Links of invented persons: what is known of them comes back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.link_coverage import coverage, persons_of
from exams.errors import InputError
from scoring.linking.common_persons import GRID, CommonPersons
from scoring.linking.equipercentile import equipercentile, smoothed
from scoring.linking.linear import linear
from scoring.linking.link_section import link_section
from scoring.linking.rasch import both_forms, calibrate, rasch


def persons(first: list[float], second: list[float], items: int = 20) -> CommonPersons:
    """Persons with these shares; their items are those of a scale of so many points, in order."""
    n = len(first)
    made = [np.array([[float(k < round(x * items)) for k in range(items)] for x in own]) for own in (first, second)]
    return CommonPersons(
        tuple(map(str, range(n))), np.arange(n), np.array(first), np.array(second), made[0], made[1]
    )  # fmt: skip


def even(data: CommonPersons) -> np.ndarray:
    return data.weights(np.ones(len(data.persons)))


@given(st.lists(st.floats(0.1, 0.9), min_size=4, max_size=12, unique=True), st.floats(-0.2, 0.2), st.floats(0.5, 1.5))
@settings(max_examples=40, deadline=None)
def test_linear_brings_back_a_known_shift_and_spread(shares: list[float], shift: float, spread: float) -> None:
    if np.std(shares) < 1e-3:
        return
    data = persons(shares, [shift + spread * x for x in shares])
    assert np.allclose(linear(data, even(data)), shift + spread * GRID, atol=1e-6)


def test_equal_forms_are_linked_to_themselves_by_every_method() -> None:
    shares = [0.2, 0.35, 0.5, 0.55, 0.7, 0.85]
    data = persons(shares, shares)
    for method in (linear, equipercentile, rasch):
        assert np.allclose(method(data, even(data))[4:-4], GRID[4:-4], atol=1e-3)


def test_presmoothing_keeps_the_moments_it_says_it_keeps() -> None:
    places, weights = np.array([3.0, 5, 8, 12, 14, 15]), np.full(6, 1 / 6)
    density, scale = smoothed(places, weights, 20, 3), np.arange(21)
    assert density.sum() == pytest.approx(1)
    for power in (1, 2, 3):
        assert density @ scale**power == pytest.approx((places**power).mean(), rel=1e-5)


def test_rasch_agrees_with_the_logistic_regression_that_it_is() -> None:
    statsmodels = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(4)
    data = persons_of(25, (rng.normal(-0.5, 1, 12), rng.normal(0, 1, 12)), rng)
    items, form = both_forms(data)
    keep = (items.mean(axis=0) > 0) & (items.mean(axis=0) < 1)
    people = (items[:, keep].mean(axis=1) > 0) & (items[:, keep].mean(axis=1) < 1)
    items, form = items[np.ix_(people, keep)], form[keep]
    n, k = items.shape
    design = np.zeros((n * k, n + k - 1))
    for i in range(n):
        for j in range(k):
            design[i * k + j, i] = 1
            if j:
                design[i * k + j, n + j - 1] = -1
    fitted = statsmodels.GLM(items.ravel(), design, family=statsmodels.families.Binomial()).fit().params
    theirs = np.concatenate([[0], fitted[n:]])
    _, ours = calibrate(items, form, np.ones(n), prior_sd=1e3)
    assert np.allclose(ours - ours.mean(), theirs - theirs.mean(), atol=0.06)


def test_several_sittings_share_the_weight_of_their_person() -> None:
    data = persons([0.2, 0.4, 0.6, 0.8, 0.8], [0.1, 0.3, 0.5, 0.7, 0.7])
    twice = CommonPersons(
        ("a", "b", "c", "d"), np.array([0, 1, 2, 3, 3]), data.first, data.second, data.first_items, data.second_items
    )
    assert even(twice).tolist() == [0.25, 0.25, 0.25, 0.125, 0.125]
    assert link_section(twice, methods=("linear",)).persons == 4


def test_fewer_than_four_persons_and_persons_without_spread_are_refused() -> None:
    with pytest.raises(InputError, match="3 common persons sat both forms: a link needs 4"):
        link_section(persons([0.2, 0.4, 0.6], [0.2, 0.4, 0.6]))
    with pytest.raises(InputError, match="no spread to link by"):
        link_section(persons([0.5] * 5, [0.2, 0.4, 0.6, 0.5, 0.3]))


def test_the_error_shrinks_with_persons_and_grows_away_from_them() -> None:
    rng = np.random.default_rng(0)
    b = (rng.normal(-0.5, 1, 60), rng.normal(0, 1, 60))
    few, many = (link_section(persons_of(n, b, rng), methods=("linear",)).curves[0] for n in (6, 60))
    assert many.error[24] < few.error[24] / 1.5 and few.error[4] > few.error[24]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "links"), [(6, 300), (12, 300)])
def test_linear_intervals_hold_the_truth_as_often_as_they_promise(number: int, links: int) -> None:
    (found,) = coverage(number, links, methods=("linear",))
    assert 0.925 <= np.mean(found.held) <= 0.985  # three places of 300 links: ± 1 at the ends of 93–98 %
    assert max(map(abs, found.bias)) < 0.02
