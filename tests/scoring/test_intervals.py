"""Intervals: against known values, and whether they hold what they promise."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.exam import Part, Section
from scoring.interval import (
    MeasurementError,
    clopper_pearson,
    effective_number,
    proportion_draws,
    proportion_interval,
    wilson,
)
from scoring.item_score import ItemScore
from scoring.response_spread import (
    PUBLISHED_MEAN,
    PUBLISHED_RATER_SD,
    PUBLISHED_SD,
    ResponseSpread,
    response_spread,
)
from scoring.stratum import Stratum, strata

UNKNOWN = MeasurementError()
MC = Section(id="mc", name="MC", kind="multiple_choice", questions=100, points=100, weight=1)


def item_score(
    name: str, points: float | None, cluster: str = "", part: str | None = None, free: bool = False
) -> ItemScore:
    return ItemScore(name, "mc", part, cluster or name, points, 1.0, "answered", "key", False, free)


def stratum(points: list[float], clusters: list[str] | None = None) -> Stratum:
    names = tuple(clusters or [str(i) for i in range(len(points))])
    return Stratum(1.0, np.array(points), np.ones(len(points)), names, False)


@pytest.mark.parametrize(("right", "n"), [(0, 10), (3, 10), (10, 10), (21, 28), (1, 2), (151, 200)])
def test_wilson_and_clopper_pearson_agree_with_statsmodels(right: int, n: int) -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    for ours, method in ((wilson(right, n), "wilson"), (clopper_pearson(right, n), "beta")):
        low, high = proportion.proportion_confint(right, n, method=method)
        assert ours.low == pytest.approx(low, abs=1e-9) and ours.high == pytest.approx(high, abs=1e-9)


PASSAGES = [f"p{i // 5}" for i in range(40)]


def test_questions_of_one_passage_count_as_fewer() -> None:
    points = [1.0] * 20 + [0.0] * 20
    t = 2.0518  # Student's, 7 degrees of freedom seen and 20 of the published correlation, 97.5 %
    assert effective_number(stratum(points)) == 40
    assert effective_number(stratum(points, PASSAGES)) == pytest.approx(7 * (1.96 / t) ** 2, abs=0.01)


def test_passages_that_show_no_difference_still_count_as_fewer_but_not_much() -> None:
    points, t = [1.0, 1.0, 1.0, 1.0, 0.0] * 8, 2.0518
    effect = 20 * (1 + 4 * 0.1) / 27
    assert effective_number(stratum(points, PASSAGES)) == pytest.approx(40 / effect * (1.96 / t) ** 2, abs=0.01)


def test_where_all_is_right_the_published_correlation_stands_alone() -> None:
    perfect = effective_number(stratum([1.0] * 20, PASSAGES[:20]))
    assert perfect == pytest.approx(20 / 1.4 * (1.96 / 2.0860) ** 2, abs=0.01)


@given(st.lists(st.booleans(), min_size=20, max_size=40))
def test_no_paper_is_surer_to_be_good_than_a_perfect_one(right: list[bool]) -> None:
    names = PASSAGES[: len(right)]
    paper, perfect = stratum([float(r) for r in right], names), stratum([1.0] * len(right), names)
    none = np.zeros(2)
    low = [i.low for p in (paper, perfect) if (i := proportion_interval([p], none)) is not None]
    assert low[0] <= low[1] + 1e-9


def test_a_clustered_interval_is_wider() -> None:
    rng = np.random.default_rng(0)
    points = [1.0] * 60 + [0.0] * 60
    narrow = proportion_draws([stratum(points)], 4000, rng)
    wide = proportion_draws([stratum(points, [f"p{i // 10}" for i in range(120)])], 4000, rng)
    assert wide[1:].std() > 2.5 * narrow[1:].std()


def test_the_bootstrap_has_the_spread_of_resampled_questions() -> None:
    n_resamples = proportion_draws([stratum([1.0] * 150 + [0.0] * 50)], 20_000, np.random.default_rng(1))
    assert n_resamples[0] == 0.75
    assert n_resamples[1:].std() == pytest.approx(np.sqrt(0.75 * 0.25 / 200), rel=0.03)
    assert n_resamples[1:].mean() == pytest.approx(0.75, abs=0.002)


def test_all_right_is_not_a_certainty() -> None:
    n_resamples = proportion_draws([stratum([1.0] * 28)], 4000, np.random.default_rng(0))
    interval = proportion_interval([stratum([1.0] * 28)], n_resamples)
    assert interval is not None and interval.low == pytest.approx(0.025 ** (1 / 28), abs=1e-6) and interval.high == 1
    assert np.quantile(n_resamples[1:], 0.025) < 0.95


@pytest.mark.parametrize(("n", "p"), [(28, 0.75), (28, 0.97), (120, 0.9), (300, 0.5)])
def test_nine_in_ten_or_more_of_the_intervals_hold_the_truth(n: int, p: float) -> None:
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(300):
        points = (rng.random(n) < p).astype(float).tolist()
        n_resamples = proportion_draws([stratum(points)], 400, rng)
        low, high = np.quantile(n_resamples[1:], [0.025, 0.975])
        held += low <= p <= high
    assert held / 300 >= 0.9


def essays(shares: list[float]) -> list[ItemScore]:
    return [item_score(str(i), share, free=True) for i, share in enumerate(shares)]


def stratum_of(shares: list[float]) -> Stratum:
    return strata(MC, essays(shares))[0]


def essay_width(shares: list[float], error: MeasurementError = UNKNOWN) -> float:
    """Half of the middle 95 % of the mean of some essays."""
    part = strata(MC, essays(shares))
    low, high = np.quantile(proportion_draws(part, 20_000, np.random.default_rng(0), error)[1:], [0.025, 0.975])
    return float(high - low) / 2


def test_few_essays_get_students_t_with_the_published_spread_counted_in() -> None:
    from scipy.stats import t

    # one prior degree, three essays 0.05 off their mean of 0.5; the dispersion is a share of mean × (1 − mean)
    published = PUBLISHED_SD**2 / (PUBLISHED_MEAN * (1 - PUBLISHED_MEAN))
    dispersion = (published + 2 * 0.05**2 / 0.25) / 3
    expected = t.ppf(0.975, 3) * np.sqrt(dispersion * 0.25 / 3)
    assert essay_width([0.55, 0.45, 0.5]) == pytest.approx(expected, rel=0.06)


def test_essays_near_full_marks_lie_closer_together_than_essays_in_the_middle() -> None:
    middle, top = essay_width([0.5] * 6), essay_width([0.97] * 6)
    assert top < 0.5 * middle


def test_the_spread_is_never_wider_than_all_or_nothing() -> None:
    assert ResponseSpread(chi_square=50.0, degrees=2).dispersions(500).max() == 1.0
    low, high = np.quantile(
        proportion_draws(strata(MC, essays([1.0, 0.0])), 4000, np.random.default_rng(0))[1:], [0, 1]
    )
    assert low >= 0 and high <= 1


def test_all_free_responses_of_a_candidate_share_one_spread() -> None:
    seen = response_spread([stratum_of([0.4, 0.6]), stratum_of([0.7, 0.8, 0.5])], seed=3)
    assert (seen.dispersions(50) == seen.dispersions(50)).all()
    assert (seen.dispersions(50) != response_spread([stratum_of([0.4, 0.6])], seed=4).dispersions(50)).any()


def test_a_stratum_of_one_response_is_collapsed_with_the_others() -> None:
    lone = response_spread([stratum_of([0.4, 0.6]), stratum_of([0.8])])
    together = response_spread([stratum_of([0.4, 0.6, 0.8])])
    assert (lone.chi_square, lone.degrees) == (together.chi_square, 2)
    apart = response_spread([stratum_of([0.4, 0.6]), stratum_of([0.8, 0.8])])
    assert apart.degrees == 2 and apart.chi_square == pytest.approx(0.02 / 0.25)


def test_responses_that_earned_everything_show_no_spread() -> None:
    assert response_spread([stratum_of([1.0, 1.0, 1.0])]) == ResponseSpread()


def test_essays_far_apart_and_a_raters_error_widen_the_interval() -> None:
    near, far = essay_width([0.55, 0.45]), essay_width([0.75, 0.25])
    rated = essay_width([0.55, 0.45], MeasurementError(rater_sd=0.1))
    assert near < rated < far
    assert essay_width([0.55, 0.45], MeasurementError(essay_sd=0.15)) > near


def test_essays_of_another_section_tell_of_the_spread_too() -> None:
    # one task alone has no spread of its own
    alone = essay_width([0.5])
    beside = essay_width([0.5], MeasurementError(seen=ResponseSpread(chi_square=6 * 0.084**2 / 0.21, degrees=6)))
    assert beside < 0.6 * alone


def test_the_published_spreads_are_those_of_their_sources() -> None:
    assert pytest.approx(np.std([5, 4.2, 4.4, 3.875, 3.5, 4.15], ddof=1) / 6) == PUBLISHED_SD
    with Path(__file__).with_name("graders").joinpath("asap_set_3_ratings.csv").open() as file:
        gaps = [float(r["rater1"]) - float(r["rater2"]) for r in csv.DictReader(file)]
    assert np.std(gaps, ddof=1) / np.sqrt(2) / 3 == pytest.approx(PUBLISHED_RATER_SD, abs=0.0005)


def test_what_is_left_blank_is_not_uncertain() -> None:
    blank = [replace(item_score(name, 0.0, free=True), status="blank") for name in "ab"]
    n_resamples = proportion_draws(strata(MC, blank), 100, np.random.default_rng(0), MeasurementError(essay_sd=0.084))
    interval = proportion_interval(strata(MC, blank), n_resamples)
    assert (n_resamples == 0).all() and interval is not None and (interval.low, interval.high) == (0, 0)


def weighted_parts() -> Section:
    parts = (
        Part(id="a", name="a", questions=10, points=10, weight=0.8),
        Part(id="b", name="b", questions=40, points=40, weight=0.2),
    )
    return MC.model_copy(update={"parts": parts})


def test_parts_join_by_their_weight_not_by_their_questions() -> None:
    item_scores = [item_score(f"a{i}", 1.0, part="a") for i in range(10)] + [
        item_score(f"b{i}", 0.0, part="b") for i in range(40)
    ]
    assert proportion_draws(strata(weighted_parts(), item_scores), 0, np.random.default_rng(0))[0] == pytest.approx(0.8)


def test_a_part_without_questions_drops_out() -> None:
    item_scores = [item_score(f"b{i}", float(i < 10), part="b") for i in range(40)]
    assert proportion_draws(strata(weighted_parts(), item_scores), 0, np.random.default_rng(0))[0] == pytest.approx(
        0.25
    )


def test_questions_that_name_no_part_are_pooled_by_points() -> None:
    item_scores = [item_score(f"q{i}", float(i < 10)) for i in range(40)]
    assert proportion_draws(strata(weighted_parts(), item_scores), 0, np.random.default_rng(0))[0] == pytest.approx(
        0.25
    )


@given(st.permutations(list(range(40))))
def test_the_order_of_questions_changes_no_draw(order: list[int]) -> None:
    points = [float(i % 3 == 0) for i in range(40)]
    straight = strata(MC, [item_score(f"q{i:02}", points[i], f"p{i % 7}") for i in range(40)])
    mixed = strata(MC, [item_score(f"q{i:02}", points[i], f"p{i % 7}") for i in order])
    a = proportion_draws(straight, 50, np.random.default_rng(0))
    assert (a == proportion_draws(mixed, 50, np.random.default_rng(0))).all()
