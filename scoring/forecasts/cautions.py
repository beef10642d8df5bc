"""When a forecast must not be used, and when it must be used with care: said before the number, not after it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scoring.forecasts.over_training import degree
from scoring.forecasts.points import Floats, Points
from scoring.forecasts.trend import trend
from scoring.types.forecast import Caution

FEW = 6
SPREAD_AT_ONE_COMPUTE = 0.01


def loss_cautions(points: Points, targets: Sequence[float]) -> list[Caution]:
    """What speaks against a law of loss by compute through these points, at these targets."""
    found = compute_cautions(points.compute, targets) + mixture_cautions(points)
    found += trend_cautions(points.compute, points.losses, "loss")
    if degree(points) == 0 and (gap := _gap_at_one_compute(points.compute, points.losses)) > SPREAD_AT_ONE_COMPUTE:
        found.append(
            Caution(
                words=f"runs of nearly the same compute differ by {gap:.1%} in loss: compute alone does not say what "
                "was trained; give the columns params and tokens",
                blocking=False,
            )
        )
    return found


def compute_cautions(compute: Floats, targets: Sequence[float]) -> list[Caution]:
    """Too few points, too little range, too far a target."""
    levels = len(np.unique(np.round(np.log10(compute), 2)))
    decades = float(np.log10(compute.max() / compute.min()))
    found = []
    if levels < 3:
        words = f"the points lie at {levels} different amounts of compute: too few to see a law"
        found.append(Caution(words=words, blocking=True))
    elif levels < FEW:
        words = f"only {levels} different amounts of compute: whether the law holds can hardly be seen"
        found.append(Caution(words=words, blocking=False))
    if decades < 1:
        words = f"the points span {decades:.2f} decades of compute; within one decade any smooth curve fits"
        found.append(Caution(words=words, blocking=True))
    for target in targets:
        beyond = float(np.log10(target / compute.max()))
        if beyond > max(decades, 1.0):
            found.append(
                Caution(
                    words=f"{target:.3g} lies {beyond:.1f} decades beyond the largest model, further than the models "
                    f"span themselves ({decades:.1f}); no coverage was measured so far out",
                    blocking=beyond > 2 * max(decades, 1.0),
                )
            )
    return found


def mixture_cautions(points: Points) -> list[Caution]:
    """Models that were not trained and measured alike."""
    found = []
    for name, values in (("training data", points.data), ("tokenizers", points.tokenizers)):
        if values is not None and len(set(values)) > 1:
            several = ", ".join(sorted(set(values))[:4])
            more = "; losses per token cannot be compared: --per-byte" if name == "tokenizers" else ""
            if name == "tokenizers" and points.loss_unit == "bits per byte":
                continue
            found.append(Caution(words=f"different {name} ({several}){more}", blocking=True))
    return found


def trend_cautions(compute: Floats, values: Floats, name: str) -> list[Caution]:
    """A measure that turns, or goes to and fro, as compute grows."""
    seen = trend(compute, values)
    if seen.turns:
        words = f"{name} turns with compute (two-lines test, p = {seen.p_value:.2g}): U-shaped, no power law"
        return [Caution(words=words, blocking=True)]
    if not seen.monotone:
        words = f"{name} goes the wrong way in {seen.reversals} of {seen.steps} steps of compute: not monotonic"
        return [Caution(words=words, blocking=True)]
    return []


def emergence_cautions(accuracy: Floats, chance: float, questions: int | None) -> list[Caution]:
    """Accuracies (in order of compute) most of which are no better than guessing say nothing of what comes."""
    margin = 2 * np.sqrt(max(chance * (1 - chance), 0.01) / questions) if questions else 0.02
    at_chance = int((accuracy <= chance + margin).sum())
    if at_chance * 2 > len(accuracy):
        words = (
            f"{at_chance} of {len(accuracy)} models are no better than chance ({chance:.0%}): the task emerges later, "
            "and nothing in these points says where"
        )
        return [Caution(words=words, blocking=True)]
    return []


def _gap_at_one_compute(compute: Floats, loss: Floats) -> float:
    order = np.argsort(compute)
    near = np.diff(np.log(compute[order])) < np.log(1.1)
    gaps = np.abs(np.diff(np.log(loss[order])))[near]
    return float(gaps.max()) if len(gaps) else 0.0
