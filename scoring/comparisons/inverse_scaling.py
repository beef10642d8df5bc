"""Does accuracy fall, rise, or fall and rise again with the size of models? Tested on the questions that all have sat.

Trend: each question's points are weighed with the centred logarithms of the sizes (the contrast of Cochran 1954 and
Armitage 1955), so that each question is its own control; the mean contrast is tested by flipping the signs of whole
passages at random (Fisher 1935), two-sided. U-shape: two lines that meet at a model in between (Simonsohn 2018,
doi:10.1177/2515245918805755); it needs a fall before and a rise after, each significant, so its p is the larger of the
two one-sided ones (intersection–union, Berger 1982), times the number of models where they could meet (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from exams.errors import InputError
from scoring.scales.tables import FloatArray
from scoring.types import Grade

FLIPS = 10_000
LEVEL = 0.05


@dataclass(frozen=True)
class SizedRun:
    """A model's grades with its size: parameters or training compute, any unit that all share."""

    name: str
    size: float
    grades: Sequence[Grade]


@dataclass(frozen=True)
class Trend:
    """`slope`: share of points for each tenfold size. p is two-sided for a trend, as said above for a U."""

    slope: float
    p_value: float


@dataclass(frozen=True)
class InverseScaling:
    """The result on one section. `verdict`: 'falling', 'rising', 'U-shaped', or 'no trend shown'.

    `turning`: the model at which the best U turns; None with fewer than three sizes. `shares`: smallest model first.
    """

    section: str
    questions: int
    shares: Mapping[str, float]
    whole: Trend
    turning: str | None
    before: Trend | None
    after: Trend | None
    u_p_value: float | None
    verdict: str


def inverse_scaling(runs: Sequence[SizedRun], section: str, *, seed: int = 0) -> InverseScaling:
    """The trend and the U on one section. InputError for fewer than two sizes, or no question that all have graded."""
    ordered = sorted(runs, key=lambda r: r.size)
    sizes = np.array([r.size for r in ordered])
    if len(set(sizes.tolist())) < 2:
        raise InputError("a trend needs models of at least two sizes", hint="give more runs, or other sizes")
    points, clusters = _points(ordered, section)
    logs = np.log10(sizes)
    rng = np.random.default_rng(seed)
    whole = _trend(points, clusters, logs, rng, side=0)
    best: tuple[float, int, Trend, Trend] | None = None
    breaks = [k for k in range(1, len(logs) - 1) if logs[0] < logs[k] < logs[-1]]
    for k in breaks:
        before = _trend(points[:, : k + 1], clusters, logs[: k + 1], rng, side=-1)
        after = _trend(points[:, k:], clusters, logs[k:], rng, side=1)
        p = max(before.p_value, after.p_value)
        if best is None or p < best[0]:
            best = (p, k, before, after)
    u = None if best is None else min(1.0, best[0] * len(breaks))
    return InverseScaling(
        section=section,
        questions=len(points),
        shares={r.name: float(points[:, i].mean()) for i, r in enumerate(ordered)},
        whole=whole,
        turning=None if best is None else ordered[best[1]].name,
        before=None if best is None else best[2],
        after=None if best is None else best[3],
        u_p_value=u,
        verdict=_verdict(whole, u),
    )


def _verdict(whole: Trend, u: float | None) -> str:
    if u is not None and u < LEVEL:
        return "U-shaped"
    if whole.p_value >= LEVEL:
        return "no trend shown"
    return "falling" if whole.slope < 0 else "rising"


def _points(runs: Sequence[SizedRun], section: str) -> tuple[FloatArray, FloatArray]:
    """Share of the points by question and model, and the passage of each question as a number."""
    by_run = [{g.question: g for g in r.grades if g.section == section and g.points is not None} for r in runs]
    shared = sorted(set.intersection(*(set(own) for own in by_run)))
    if not shared:
        raise InputError(f"no question of {section!r} is graded in every run", hint="compare runs of one form")
    points = np.array([[(own[q].points or 0.0) / own[q].max_points for own in by_run] for q in shared])
    names = [by_run[0][q].cluster or f"\x00{q}" for q in shared]
    _, clusters = np.unique(names, return_inverse=True)
    return points, clusters.astype(float)


def _trend(points: FloatArray, clusters: FloatArray, logs: FloatArray, rng: np.random.Generator, *, side: int) -> Trend:
    """The mean contrast and how often sign flips of whole passages make it as large. `side`: −1, 1, or 0 for both."""
    centred = logs - logs.mean()
    contrast = points @ (centred / (centred @ centred))
    sums = np.bincount(clusters.astype(int), contrast)
    seen = sums.sum()
    drawn = rng.choice((-1.0, 1.0), size=(FLIPS, len(sums))) @ sums
    tolerance = 1e-12 * (1 + abs(seen))
    measured, reached = (np.abs(drawn), abs(seen)) if side == 0 else (side * drawn, side * seen)
    beyond = measured >= reached - tolerance
    return Trend(float(contrast.mean()), float((1 + beyond.sum()) / (1 + FLIPS)))
