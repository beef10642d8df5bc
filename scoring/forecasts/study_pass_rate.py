"""Whole studies of pass rates: the problems every model solved, as the report takes them, all problems by the
unbiased estimator beside them, and buckets of difficulty made from the smaller models alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from scoring.forecasts.cautions import compute_cautions, trend_cautions
from scoring.forecasts.hold_out import HeldOut, rolling
from scoring.forecasts.pass_counts import PassCounts, Rows, buckets, plain, solved_by_all, unbiased
from scoring.forecasts.pass_rate_law import MIN_MODELS, fit_pass_rate_law, smallest_seen
from scoring.forecasts.points import Floats
from scoring.forecasts.records import coverage_records, curve_places, fitted_points, forecast_record, held_out_record
from scoring.types.forecast import Bounds, Caution, FittedParameter, Panel

Estimator = Callable[[PassCounts, Rows], Floats]
REPORTS_SHARE = 15 / 164
"""The report leaves out the 15 hardest of HumanEval's 164 problems before it makes buckets."""


def study_pass_rate(
    counts: PassCounts, held_out: int, targets: Sequence[float], how_many: int, hardest_left_out: int | None
) -> list[Panel]:
    """One panel for the report's problems, one for all problems, and one for each bucket (0 = no buckets)."""
    fitted = len(counts.models) - held_out
    small = counts.first(fitted)
    report, every = solved_by_all(small), np.arange(len(counts.problems))
    left = len(every) - len(report)
    panels = []
    if len(report):
        panels.append(
            _panel(
                "problems that every fitted model solved",
                counts,
                fitted,
                report,
                _finite_plain,
                targets,
                (f"{left} of {len(every)} problems are left out: a fitted model never solved them",),
            )
        )
    bound = "unbiased up to the number of tries: a problem never solved counts by a lower bound of −log p, H_n"
    panels.append(_panel("all problems, unbiased", counts, fitted, every, unbiased, targets, (bound,)))
    if how_many:
        out = round(len(every) * REPORTS_SHARE) if hardest_left_out is None else hardest_left_out
        made = buckets(small, how_many, out)
        for number, rows in enumerate(made, 1):
            note = (
                f"difficulty by the {fitted} fitted models, {out} hardest problems left out; a problem that those "
                "models got right by luck counts as easier than it is, so an easy bucket's forecast is too good"
            )
            panels.append(_panel(f"bucket {number} of {how_many}", counts, fitted, rows, unbiased, targets, (note,)))
    return panels


def _finite_plain(counts: PassCounts, problems: Rows) -> Floats:
    """The report's own form, and the unbiased one for a (held-out) model that never solved one of the problems."""
    values = plain(counts, problems)
    return np.where(np.isfinite(values), values, unbiased(counts, problems))


def _panel(
    name: str,
    counts: PassCounts,
    fitted: int,
    problems: Rows,
    estimator: Estimator,
    targets: Sequence[float],
    notes: tuple[str, ...],
) -> Panel:
    values = estimator(counts, problems)
    tries = round(float(np.median(counts.samples)))
    floor = smallest_seen(tries, len(problems))
    seen = np.maximum(values, floor)
    at = [float(c) for c in counts.compute]
    law = fit_pass_rate_law(counts.compute[:fitted], values[:fitted], tries=tries, problems=len(problems))
    held = [
        HeldOut(counts.models[i], fitted, law.forecast(at[i]), float(seen[i]))
        for i in range(fitted, len(counts.models))
    ]
    rolled = rolling(
        counts.models[:fitted],
        seen[:fitted].tolist(),
        lambda k, until: [
            fit_pass_rate_law(counts.compute[:k], values[:k], tries=tries, problems=len(problems)).forecast(at[i])
            for i in range(k, until)
        ],
        fewest=MIN_MODELS,
    )
    cautions = compute_cautions(counts.compute[:fitted], [*targets, *at[fitted:]])
    cautions += trend_cautions(counts.compute[:fitted], values[:fitted], "−log pass rate")
    if law.k_interval[0] <= 0:
        low, high = law.k_interval
        words = (
            f"k = {law.k:.3f} (95 %: {low:.3f} to {high:.3f}) may be 0 or less: no improvement with compute is shown"
        )
        cautions.append(Caution(words=words, blocking=law.k <= 0))
    if law.raised:
        notes = (*notes, f"{law.raised} models solved every problem in every try: half a miss was put in")
    places = curve_places(at[0], max([*at, *targets]))
    return Panel(
        name=name,
        measure="−mean log pass rate",
        formula="−E[log pass rate] = α·C^−k",
        points=fitted_points(counts.models, counts.compute, seen, fitted, law.value(counts.compute)),
        parameters=(
            FittedParameter(name="alpha", value=float(np.exp(law.log_alpha))),
            FittedParameter(
                name="k", value=law.k, profile=Bounds(level=0.95, low=law.k_interval[0], high=law.k_interval[1])
            ),
        ),
        forecasts=tuple(forecast_record(law.forecast(target)) for target in targets),
        held_out=tuple(held_out_record(h) for h in held),
        rolling=tuple(held_out_record(h) for h in rolled),
        coverage=coverage_records(rolled),
        curve=tuple(forecast_record(law.forecast(place, (0.8,))) for place in places),
        cautions=tuple(cautions),
        notes=notes,
        problems=len(problems),
    )
