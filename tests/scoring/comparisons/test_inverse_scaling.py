"""The trend and the U on grades whose truth is known, and how often a false one is claimed."""

from __future__ import annotations

import numpy as np
import pytest

from exams.errors import InputError
from scoring.comparisons.inverse_scaling import SizedRun, inverse_scaling
from scoring.types import Grade

SIZES = (1e8, 1e9, 1e10, 1e11)


def run(name: str, size: float, right: list[int], section: str = "s", cluster: str | None = None) -> SizedRun:
    grades = [
        Grade(
            question=f"q{n}",
            section=section,
            points=float(r),
            max_points=1,
            grader="key",
            grader_kind="key",
            cluster=cluster and f"{cluster}{n // 20}",
        )
        for n, r in enumerate(right)
    ]
    return SizedRun(name, size, grades)


def runs(*shares: float, n: int = 80, **more: str) -> list[SizedRun]:
    """Models of four sizes that are right on the first share of the questions, drawn apart for each model."""
    made = []
    for i, share in enumerate(shares):
        order = np.random.default_rng(i).permutation(n)
        right = [int(order[q] < share * n) for q in range(n)]
        made.append(run(f"m{i}", SIZES[i], right, **more))
    return made


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        ((0.8, 0.6, 0.4, 0.2), "falling"),
        ((0.2, 0.4, 0.6, 0.8), "rising"),
        ((0.7, 0.3, 0.3, 0.9), "U-shaped"),
        ((0.5, 0.5, 0.5, 0.5), "no trend shown"),
        ((0.3, 0.7, 0.7, 0.3), "no trend shown"),  # the other way round is no U
    ],
)
def test_the_shape_is_told(shares: tuple[float, ...], verdict: str) -> None:
    assert inverse_scaling(runs(*shares), "s").verdict == verdict


def test_the_slope_is_that_of_least_squares_over_tenfold_sizes() -> None:
    found = inverse_scaling(runs(0.8, 0.6, 0.4, 0.1), "s")
    expected = np.polyfit(np.log10(SIZES), [found.shares[f"m{i}"] for i in range(4)], 1)[0]
    assert found.whole.slope == pytest.approx(expected)
    assert list(found.shares) == ["m0", "m1", "m2", "m3"]


def test_models_may_come_in_any_order_and_a_u_says_where_it_turns() -> None:
    made = runs(0.7, 0.2, 0.3, 0.9)
    found = inverse_scaling(made[::-1], "s")
    assert found.verdict == "U-shaped" and found.turning in ("m1", "m2")
    assert found.before is not None and found.before.slope < 0
    assert found.after is not None and found.after.slope > 0


def test_two_models_have_a_trend_and_no_u() -> None:
    made = runs(0.9, 0.2)
    found = inverse_scaling(made, "s")
    assert (found.verdict, found.turning, found.u_p_value) == ("falling", None, None)
    with pytest.raises(InputError, match="at least two sizes"):
        inverse_scaling([made[0], run("x", SIZES[0], [1] * 80)], "s")


def test_questions_of_one_passage_count_as_one() -> None:
    apart = inverse_scaling(runs(0.7, 0.6, 0.5, 0.45), "s").whole.p_value
    together = inverse_scaling(runs(0.7, 0.6, 0.5, 0.45, cluster="p"), "s").whole.p_value
    assert apart < 0.01 < together  # four passages have 2^4 sign patterns: p is at least 1/8


def test_only_questions_that_all_have_graded_are_used() -> None:
    made = runs(0.8, 0.6, 0.4, 0.2)
    fewer = SizedRun("m0", SIZES[0], made[0].grades[:30])
    assert inverse_scaling([fewer, *made[1:]], "s").questions == 30
    with pytest.raises(InputError, match="no question of 'other'"):
        inverse_scaling(made, "other")


def test_without_a_trend_one_is_claimed_in_about_five_of_a_hundred() -> None:
    rng = np.random.default_rng(7)
    claimed = {"falling": 0, "rising": 0, "U-shaped": 0, "no trend shown": 0}
    import scoring.comparisons.inverse_scaling as module

    flips, module.FLIPS = module.FLIPS, 400
    try:
        for _ in range(150):
            right = rng.random((60, 4)) < rng.uniform(0.2, 0.8, (60, 1))
            made = [run(f"m{i}", SIZES[i], right[:, i].astype(int).tolist()) for i in range(4)]
            claimed[inverse_scaling(made, "s", seed=1).verdict] += 1
    finally:
        module.FLIPS = flips
    assert 1 <= claimed["falling"] + claimed["rising"] <= 17  # 7.5 expected
    assert claimed["U-shaped"] <= 5
