"""Prediction intervals hold what they promise on points made by a law, and know when runs were trained unlike."""

import numpy as np
import pytest

from exams.errors import InputError
from scoring.forecasts.downstream import fit_sigmoid, forecast_accuracy
from scoring.forecasts.forecast_loss import forecast_loss
from scoring.forecasts.hold_out import coverage, rolling, steps
from scoring.forecasts.joint_forecast import fit_joint, forecast_joint
from scoring.forecasts.loss_law import LossLaw
from scoring.forecasts.points import Floats, Points

COMPUTE = 10 ** np.linspace(17.5, 20.5, 6)


def points(
    loss: Floats,
    compute: Floats = COMPUTE,
    *,
    accuracy: Floats | None = None,
    params: Floats | None = None,
    tokens: Floats | None = None,
) -> Points:
    return Points(tuple(f"m{i}" for i in range(len(compute))), compute, loss, accuracy, params, tokens)


def test_four_of_five_later_models_lie_in_the_80_percent_interval() -> None:
    rng = np.random.default_rng(0)
    inside = 0
    for _ in range(120):
        law = LossLaw(0.0, -float(rng.uniform(0.06, 0.2)), float(rng.uniform(0.5, 2)), (), 0, 0)
        law = LossLaw(float(np.log(rng.uniform(1, 3)) - law.b * np.log(1e19)), law.b, law.c, (), 0, 0)
        noise = np.exp(0.008 * rng.standard_normal(7))
        made = forecast_loss(points(law.loss(COMPUTE) * noise[:6]), [3e21])[0]
        inside += made.holds(float(law.loss(3e21) * noise[6]))
    assert 84 <= inside <= 112  # 70 to 93 %


def test_intervals_grow_with_distance_and_nest() -> None:
    law = LossLaw(float(np.log(400.0)), -0.13, 1.7, (), 0.0, 0)
    near, far = forecast_loss(points(law.loss(COMPUTE)), [1e21, 1e24])
    widths = [made.intervals[0.8][1] - made.intervals[0.8][0] for made in (near, far)]
    assert widths[0] < widths[1]
    low, high = near.intervals[0.95]
    assert low < near.intervals[0.5][0] < near.median < near.intervals[0.5][1] < high
    assert far.decades == pytest.approx(3.5, abs=0.01)
    assert near.median == pytest.approx(float(law.loss(1e21)), rel=0.01)


def test_over_trained_runs_do_not_spoil_the_forecast_when_sizes_are_known() -> None:
    params = np.repeat([1e8, 3e8], 5)
    tokens = params * np.tile([10.0, 20, 40, 100, 200], 2)
    loss = 1.8 + 480 * params**-0.348 + 2085 * tokens**-0.366
    compute, target = 6 * params * tokens, 6 * 1e9 * 2e10
    seen = 1.8 + 480 * 1e9**-0.348 + 2085 * 2e10**-0.366
    told = forecast_loss(points(loss, compute, params=params, tokens=tokens), [target], [20.0])[0]
    blind = forecast_loss(points(loss, compute), [target])[0]
    assert abs(told.median / seen - 1) < 0.01 < abs(blind.median / seen - 1)
    assert told.holds(seen)


def test_a_wild_run_among_many_changes_nothing_much() -> None:
    compute = 10 ** np.linspace(17, 21, 12)
    law = LossLaw(float(np.log(400.0)), -0.13, 1.7, (), 0.0, 0)
    loss = law.loss(compute) * np.exp(0.003 * np.random.default_rng(1).standard_normal(12))
    before = forecast_loss(points(loss, compute), [1e23])[0]
    loss[3] *= 1.25
    after = forecast_loss(points(loss, compute), [1e23])[0]
    assert after.median == pytest.approx(before.median, rel=0.02)


def test_every_later_point_is_forecast_once_in_at_most_twelve_steps() -> None:
    for count in (4, 5, 9, 40, 245):
        made = list(steps(count, 4))
        assert [p for k, until in made for p in range(k, until)] == list(range(4, count))
        assert len(made) <= 12
    law = LossLaw(float(np.log(400.0)), -0.13, 1.7, (), 0.0, 0)
    all_points = points(law.loss(COMPUTE))
    held = rolling(
        all_points.models,
        all_points.losses.tolist(),
        lambda k, until: forecast_loss(all_points.take(range(k)), all_points.compute[k:until].tolist()),
        fewest=4,
    )
    assert [(h.model, h.fitted) for h in held] == [("m4", 4), ("m5", 5)]
    assert coverage(held, 0.8).inside == 2
    assert max(abs(h.error) for h in held) < 0.01


def test_accuracy_follows_the_loss_through_a_sigmoid() -> None:
    law = LossLaw(float(np.log(400.0)), -0.13, 1.7, (), 0.0, 0)
    loss = law.loss(COMPUTE)
    accuracy = 0.25 + 0.75 / (1 + np.exp(2.5 * (loss - 2.6)))
    found = fit_sigmoid(loss, accuracy, 0.25)
    assert (found.slope, found.middle) == pytest.approx((2.5, 2.6), rel=1e-3)
    made = forecast_accuracy(points(loss, accuracy=accuracy), [1e22], chance=0.25)[0]
    seen = 0.25 + 0.75 / (1 + np.exp(2.5 * (float(law.loss(1e22)) - 2.6)))
    assert made.holds(seen)
    assert made.median == pytest.approx(seen, abs=0.02)
    with pytest.raises(InputError, match="no accuracy"):
        forecast_accuracy(points(loss), [1e22])


@pytest.mark.slow
def test_the_joint_law_forecasts_a_size_and_data_it_has_not_seen() -> None:
    rng = np.random.default_rng(3)
    params, tokens = 10 ** rng.uniform(7.5, 9.5, 30), 10 ** rng.uniform(9, 11, 30)
    loss = (1.82 + 482 * params**-0.348 + 2085 * tokens**-0.366) * np.exp(0.003 * rng.standard_normal(30))
    made = points(loss, 6 * params * tokens, params=params, tokens=tokens)
    fit = fit_joint(made, draws=20)
    low, high = fit.interval("alpha")
    assert low < fit.law.alpha < high
    forecast = forecast_joint(made, fit, [6 * 2e10 * 4e11], [20.0])[0]
    assert forecast.holds(1.82 + 482 * 2e10**-0.348 + 2085 * 4e11**-0.366)
