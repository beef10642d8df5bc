"""Whole studies of the other laws: size and data, pass rates by difficulty, accuracy through the loss."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scoring.forecasts.cautions import emergence_cautions, loss_cautions, trend_cautions
from scoring.forecasts.downstream import MIN_POINTS, fit_sigmoid, forecast_accuracy
from scoring.forecasts.forecast_loss import Forecast
from scoring.forecasts.hold_out import HeldOut, first_usable, rolling
from scoring.forecasts.joint_forecast import JOINT_PARAMETERS, fit_joint, forecast_joint, sizes
from scoring.forecasts.points import Points
from scoring.forecasts.records import coverage_records, curve_places, fitted_points, forecast_record, held_out_record
from scoring.types.forecast import Bounds, FittedParameter, Panel


def study_joint(points: Points, held_out: int, targets: Sequence[float], ratio: float | None) -> Panel:
    """L(N, D) through all but the `held_out` points of largest compute (points in order of compute)."""
    fit = points if held_out == 0 else points.split(held_out)[0]
    count, joint = len(fit), fit_joint(fit)
    params, tokens = sizes(fit)
    later = range(count, len(points))
    ratios = [None if points.ratio is None else float(points.ratio[i]) for i in later]
    made = forecast_joint(fit, joint, [float(points.compute[i]) for i in later], ratios)
    held = [HeldOut(points.models[i], count, f, float(points.losses[i])) for i, f in zip(later, made, strict=True)]
    places = curve_places(float(fit.compute.min()), max([float(points.compute.max()), *targets]))
    parameters = []
    for name in JOINT_PARAMETERS:
        low, high = joint.interval(name)
        bounds = Bounds(level=0.95, low=low, high=high)
        parameters.append(FittedParameter(name=name, value=float(getattr(joint.law, name)), bootstrap=bounds))
    law = joint.law.loss(params, tokens)
    return Panel(
        name="loss",
        measure="loss" + (f", {points.loss_unit}" if points.loss_unit else ""),
        formula="L(N, D) = E + A·N^−α + B·D^−β",
        points=fitted_points(points.models, points.compute, points.losses, count, law),
        parameters=tuple(parameters),
        floor=f"E = {joint.law.E:.4f}; Huber sum {joint.law.objective:.10f} over {count} points",
        forecasts=tuple(forecast_record(f) for f in forecast_joint(fit, joint, targets, [ratio] * len(targets))),
        held_out=tuple(held_out_record(h) for h in held),
        curve=tuple(
            forecast_record(f) for f in forecast_joint(fit, joint, places, [ratio] * len(places), levels=(0.8,))
        ),
        cautions=tuple(loss_cautions(fit, [*targets, *(h.forecast.compute for h in held)])),
        notes=("the interval is a bootstrap of residuals; rolling coverage is measured for --law loss",),
    )


def study_downstream(
    points: Points,
    held_out: int,
    targets: Sequence[float],
    ratio: float | None,
    *,
    chance: float,
    questions: int | None,
) -> Panel:
    """Accuracy through the loss, from all but the `held_out` points of largest compute."""
    fit = points if held_out == 0 else points.split(held_out)[0]
    count = len(fit)
    accuracy = np.zeros(len(points)) if points.accuracy is None else points.accuracy
    at = [float(c) for c in points.compute]

    def forecasts(k: int, until: int) -> list[Forecast]:
        ratios = None if points.ratio is None else [float(r) for r in points.ratio[k:until]]
        return forecast_accuracy(points.take(range(k)), at[k:until], ratios, chance=chance)

    made = forecast_accuracy(fit, targets, [ratio] * len(targets), chance=chance)
    sigmoid = fit_sigmoid(fit.losses, accuracy[:count], chance)
    later = forecasts(count, len(points)) if held_out else []
    held = [HeldOut(points.models[count + i], count, f, float(accuracy[count + i])) for i, f in enumerate(later)]
    rolled = rolling(fit.models, accuracy[:count].tolist(), forecasts, fewest=first_usable(fit.compute, MIN_POINTS))
    places = curve_places(float(fit.compute.min()), max([float(points.compute.max()), *targets]))
    cautions = loss_cautions(fit, [*targets, *(h.forecast.compute for h in held)])
    cautions += trend_cautions(fit.compute, accuracy[:count], "accuracy")
    cautions += emergence_cautions(accuracy[:count], chance, questions)
    middle_sd, slope_sd = np.sqrt(sigmoid.covariance[1, 1]), np.sqrt(sigmoid.covariance[0, 0])
    return Panel(
        name="accuracy",
        measure="accuracy",
        formula="accuracy = chance + (1 − chance) ÷ (1 + exp(s·(L − L0))), L by the loss law",
        points=fitted_points(points.models, points.compute, accuracy, count, sigmoid.accuracy(fit.losses)),
        parameters=(
            FittedParameter(name="s", value=sigmoid.slope, note=f"standard error {slope_sd:.3g}"),
            FittedParameter(name="L0", value=sigmoid.middle, note=f"standard error {middle_sd:.3g}"),
            FittedParameter(name="chance", value=chance, note="given, not fitted"),
        ),
        forecasts=tuple(forecast_record(f) for f in made),
        held_out=tuple(held_out_record(h) for h in held),
        rolling=tuple(held_out_record(h) for h in rolled),
        coverage=coverage_records(rolled),
        curve=tuple(
            forecast_record(f) for f in forecast_accuracy(fit, places, chance=chance, levels=(0.8,), draws=1000)
        ),
        cautions=tuple(cautions),
    )
