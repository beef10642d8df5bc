"""Laws are found again where the points lie on one, and are said to be unknown where the points cannot tell."""

import numpy as np
import pytest

from exams.errors import InputError
from scoring.forecasts.joint_law import fit_joint_law
from scoring.forecasts.law_intervals import inside_profile, law_intervals
from scoring.forecasts.loss_law import LossLaw, fit_loss_law
from scoring.forecasts.over_training import degree, terms
from scoring.forecasts.points import Points

COMPUTE = 10 ** np.linspace(17, 21.5, 10)
TRUE = LossLaw(float(np.log(400.0)), -0.13, 1.7, (), 0.0, 0)


def test_a_law_without_noise_is_found_to_six_digits() -> None:
    law = fit_loss_law(COMPUTE, TRUE.loss(COMPUTE))
    assert law.a == pytest.approx(400, rel=1e-3)
    assert law.b == pytest.approx(-0.13, rel=1e-4)
    assert law.c == pytest.approx(1.7, rel=1e-4)


@pytest.mark.slow
def test_one_bad_run_moves_the_law_little() -> None:
    loss = TRUE.loss(COMPUTE)
    spoilt = loss.copy()
    spoilt[4] *= 1.3
    law = fit_loss_law(COMPUTE, spoilt)
    assert law.loss(1e24) == pytest.approx(float(TRUE.loss(1e24)), rel=0.02)


@pytest.mark.slow
def test_a_pure_power_law_gets_no_floor_and_one_decade_no_identified_one() -> None:
    pure = LossLaw(np.log(60.0), -0.06, 0.0, (), 0.0, 0)
    assert fit_loss_law(COMPUTE, pure.loss(COMPUTE)).c == pytest.approx(0, abs=0.02)
    rng = np.random.default_rng(0)
    short = 10 ** np.linspace(20, 21, 7)
    loss = TRUE.loss(short) * np.exp(0.004 * rng.standard_normal(7))
    found = law_intervals(fit_loss_law(short, loss), short, loss, draws=10)
    assert not found.floor_identified
    assert "not identified" in found.floor_words


@pytest.mark.slow
def test_true_values_lie_in_their_profile_intervals_as_often_as_said() -> None:
    rng = np.random.default_rng(1)
    inside = dict.fromkeys(("log_a", "b", "c"), 0)
    for _ in range(40):
        loss = TRUE.loss(COMPUTE) * np.exp(0.004 * rng.standard_normal(len(COMPUTE)))
        law = fit_loss_law(COMPUTE, loss, near=TRUE)
        for name in inside:
            inside[name] += inside_profile(law, COMPUTE, loss, None, name, float(getattr(TRUE, name)), 0.8)  # type: ignore[arg-type]
    assert all(24 <= count <= 38 for count in inside.values()), inside  # 32 expected; 99.8 % of binomials


def test_three_points_and_one_compute_are_refused() -> None:
    with pytest.raises(InputError, match="too few"):
        fit_loss_law(COMPUTE[:3], TRUE.loss(COMPUTE[:3]))
    with pytest.raises(InputError, match="same compute"):
        fit_loss_law(np.full(5, 1e20), np.array([2.0, 2.1, 2.2, 2.3, 2.4]))


@pytest.mark.slow
def test_the_joint_law_is_found_with_the_published_size_of_its_parameters() -> None:
    # size of the parameters: Hoffmann et al. 2022 as replicated by Besiroglu et al. 2024 (E 1.82, A 482, B 2085)
    rng = np.random.default_rng(2)
    params, tokens = 10 ** rng.uniform(7.5, 10, 60), 10 ** rng.uniform(9, 11.5, 60)
    loss = 1.82 + 482 * params**-0.348 + 2085 * tokens**-0.366
    law = fit_joint_law(params, tokens, loss)
    assert (law.E, law.alpha, law.beta) == pytest.approx((1.82, 0.348, 0.366), rel=5e-3)
    assert law.objective < 1e-8
    with pytest.raises(InputError, match="too few"):
        fit_joint_law(params[:5], tokens[:5], loss[:5])


def test_over_training_is_a_term_only_where_runs_differ_in_it() -> None:
    compute = np.array([1e18, 2e18, 4e18, 8e18])
    same = Points(("a", "b", "c", "d"), compute, params=np.sqrt(compute / 120), tokens=20 * np.sqrt(compute / 120))
    assert degree(same) == 0
    other = Points(("a", "b", "c", "d"), compute, params=np.full(4, 1e8), tokens=compute / 6e8)
    assert degree(other) == 1
    assert terms(40.0, 1, 2)[0] == pytest.approx([np.log(2), np.log(2) ** 2])
    assert terms(None, 3, 1).tolist() == [[0.0]] * 3
