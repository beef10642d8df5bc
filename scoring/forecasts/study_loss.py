"""One whole study of loss by compute: law, intervals, forecasts, hold-outs, cautions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scoring.forecasts.cautions import loss_cautions
from scoring.forecasts.forecast_loss import Forecast, forecast_loss
from scoring.forecasts.hold_out import HeldOut, first_usable, rolling
from scoring.forecasts.law_intervals import LawIntervals, law_intervals
from scoring.forecasts.loss_law import MIN_POINTS, LossLaw, fit_loss_law
from scoring.forecasts.over_training import degree, terms
from scoring.forecasts.points import Floats, Points
from scoring.forecasts.records import coverage_records, curve_places, fitted_points, forecast_record, held_out_record
from scoring.types.forecast import Bounds, Caution, FittedParameter, Panel

OFF_THE_LAW = 5.0
"""A residual beyond so many robust standard deviations is named."""


def study_loss(points: Points, held_out: int, targets: Sequence[float], ratio: float | None) -> Panel:
    """Fit all but the `held_out` points of largest compute, forecast those and `targets`.

    Points are in order of compute.
    """
    fit = points if held_out == 0 else points.split(held_out)[0]
    count, how_many = len(fit), degree(fit)
    extra = terms(fit.ratio, count, how_many)
    law = fit_loss_law(fit.compute, fit.losses, extra)
    intervals = law_intervals(law, fit.compute, fit.losses, extra)
    held = _forecast_later(points, count, len(points))
    rolled = rolling(
        fit.models,
        fit.losses.tolist(),
        lambda k, until: _forecasts(fit, k, until),
        fewest=first_usable(fit.compute, MIN_POINTS),
    )
    reach = max([float(points.compute.max()), *targets])
    ratios = None if ratio is None else [ratio] * len(targets)
    cautions = loss_cautions(fit, [*targets, *(h.forecast.compute for h in held)])
    if not intervals.floor_identified:
        cautions.append(Caution(words=intervals.floor_words))
    curve = forecast_loss(fit, curve_places(float(fit.compute.min()), reach), levels=(0.8,))
    return Panel(
        name="loss",
        measure="loss" + (f", {points.loss_unit}" if points.loss_unit else ""),
        formula=_formula(how_many),
        points=fitted_points(points.models, points.compute, points.losses, count, law.loss(fit.compute, extra)),
        parameters=_parameters(law, intervals),
        floor=intervals.floor_words,
        forecasts=tuple(forecast_record(f) for f in forecast_loss(fit, targets, ratios)) if targets else (),
        held_out=tuple(held_out_record(h) for h in held),
        rolling=tuple(held_out_record(h) for h in rolled),
        coverage=coverage_records(rolled),
        curve=tuple(forecast_record(f) for f in curve),
        cautions=tuple(cautions),
        notes=_notes(fit, law, extra, how_many),
    )


def _forecasts(points: Points, k: int, until: int) -> list[Forecast]:
    ratios = None if points.ratio is None else [float(r) for r in points.ratio[k:until]]
    return forecast_loss(points.take(range(k)), [float(c) for c in points.compute[k:until]], ratios)


def _forecast_later(points: Points, k: int, until: int) -> list[HeldOut]:
    if k == until:
        return []
    made = _forecasts(points, k, until)
    return [
        HeldOut(points.models[i], k, f, float(points.losses[i])) for i, f in zip(range(k, until), made, strict=True)
    ]


def _parameters(law: LossLaw, intervals: LawIntervals) -> tuple[FittedParameter, ...]:
    found = []
    for interval in intervals.parameters:
        profile, drawn, value, name = interval.profile, interval.bootstrap, interval.value, str(interval.name)
        if name == "log_a":
            name, value = "a", float(np.exp(value))
            profile, drawn = tuple(np.exp(np.clip(profile, -700, 700))), tuple(np.exp(drawn))
        ends = [side for side, is_open in (("below", interval.open_below), ("above", interval.open_above)) if is_open]
        found.append(
            FittedParameter(
                name=name,
                value=value,
                profile=Bounds(level=intervals.level, low=float(profile[0]), high=float(profile[1])),
                bootstrap=Bounds(level=intervals.level, low=float(drawn[0]), high=float(drawn[1])),
                note=f"profile has no end {' or '.join(ends)}" if ends else "",
            )
        )
    for name, value in zip(("gamma", "delta"), law.over_training, strict=False):
        found.append(FittedParameter(name=name, value=value))
    return tuple(found)


def _formula(how_many: int) -> str:
    over = ["", "·exp(γ·m)", "·exp(γ·m + δ·m²)"][how_many]
    return f"L(C) = a·C^b{over} + c" + ("" if how_many == 0 else ", m = log(tokens ÷ parameters ÷ 20)")


def _notes(fit: Points, law: LossLaw, extra: Floats, how_many: int) -> tuple[str, ...]:
    residual = np.log(fit.losses) - np.log(law.loss(fit.compute, extra))
    scale = 1.4826 * float(np.median(np.abs(residual))) + 1e-12
    notes = [f"residuals: {scale:.2%} (robust standard deviation of log loss), largest {np.abs(residual).max():.2%}"]
    off = np.flatnonzero(np.abs(residual) > OFF_THE_LAW * scale)
    if len(fit) >= 8 and len(off):
        named = ", ".join(f"{fit.models[i]} ({residual[i]:+.1%})" for i in off[:5])
        notes.append(f"{len(off)} points lie far off the law and count less: {named}" + (" …" if len(off) > 5 else ""))
    if how_many == 0 and fit.ratio is not None:
        notes.append("all runs have about the same tokens a parameter: no over-training term")
    return tuple(notes)
