"""Calibration of one model's beliefs, and of two models against each other on the questions that both were asked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from exams.errors import InputError
from scoring.calibration.beliefs import Belief, Renormalise, renormalised
from scoring.calibration.bins import (
    Points,
    binned,
    debiased_ece,
    ece,
    equal_mass,
    equal_width,
    murphy,
    rms_debiased,
)
from scoring.calibration.resample import (
    Places,
    bin_sums,
    cluster_counts,
    cluster_weights,
    drawn_errors,
    expected_errors,
    shifted_interval,
)
from scoring.scales.tables import FloatArray
from scoring.types.calibration import Calibration, CalibrationDifference, CalibrationMeasure

Of = Literal["options", "top"]


@dataclass(frozen=True)
class Precision:
    """`bins` of equal width and of equal numbers; `draws` for intervals and chance, 0 for none; their seed."""

    bins: int = 10
    draws: int = 1000
    seed: int = 0


def calibrate(
    beliefs: Sequence[Belief],
    left_out: Mapping[str, int] | None = None,
    *,
    renormalise: Renormalise = "auto",
    precision: Precision | None = None,
) -> Calibration:
    """Calibration of beliefs that were all asked for in one way. InputError where there are none.

    ValueError if they were asked for in several: a number never mixes them.
    """
    precision = precision or Precision()
    ways = {b.way for b in beliefs}
    if not ways:
        reasons = "; ".join(f"{n} {why}" for why, n in (left_out or {}).items())
        hint = "run with --route letter, or --letter sample --logprobs"
        raise InputError(f"no question has a probability ({reasons or 'no questions'})", hint=hint)
    if len(ways) > 1:
        raise ValueError(f"beliefs asked for in several ways: {sorted(ways)}")
    own, divided = renormalised(beliefs, renormalise)
    covered = [b.coverage for b in beliefs if b.coverage is not None]
    (way,) = ways
    score, hidden = _log_score(own)
    texts = bool(own[0].key is not None and own[0].coverage is None)
    return Calibration(
        way=way,
        questions=len(own),
        left_out=dict(left_out or {}),
        draws=min((b.draws for b in own if b.draws), default=None),
        coverage=sum(covered) / len(covered) if covered else None,
        renormalised=divided or texts,
        unseen=sum(map(sum, (b.unseen for b in own))),
        log_score=score,
        log_score_is_least=hidden,
        options=None if way == "stated" else _measure("options", own, precision),
        top=_measure("top", own, precision),
    )


def calibration_difference(
    first: Sequence[Belief], second: Sequence[Belief], of: Of, *, renormalise: Renormalise = "auto",
    precision: Precision | None = None,
) -> CalibrationDifference:  # fmt: skip
    """ECE of the second less the first over shared questions, with an interval from drawing these together.

    InputError if they share no question.
    """
    precision = precision or Precision()
    left, right = ({b.question: b for b in renormalised(own, renormalise)[0]} for own in (first, second))
    shared = [name for name in left if name in right]
    if not shared:
        raise InputError("the two runs share no question with a probability", hint="compare runs of one form")
    cluster, clusters = _clusters([left[name] for name in shared])
    weights = cluster_weights(clusters, max(precision.draws, 1), np.random.default_rng(precision.seed))
    values, drawn = [], []
    for own in (left, right):
        points, _ = _points(of, [own[name] for name in shared])
        sums, counts = _sums(points, precision.bins, cluster, clusters)
        values.append(_ece(points, precision.bins))
        drawn.append(drawn_errors(sums, counts, weights))
    gap, gaps = values[1] - values[0], drawn[1] - drawn[0]
    low, high = np.quantile(gaps - (gaps.mean() - gap), [0.025, 0.975])
    return CalibrationDifference(
        of=of, shared=len(shared), first=values[0], second=values[1], difference=gap, interval=(float(low), float(high))
    )


def _measure(of: Of, beliefs: Sequence[Belief], precision: Precision) -> CalibrationMeasure:
    points, unseen = _points(of, beliefs)
    place = equal_width(points.confidence, precision.bins)
    wide = binned(points, place, precision.bins)
    mass = binned(points, equal_mass(points.confidence, precision.bins), None)
    value = ece(wide)
    reliability, resolution, uncertainty = murphy(wide)
    interval, expected, p_value = None, None, None
    if precision.draws:
        rng = np.random.default_rng(precision.seed)
        cluster, clusters = _clusters(beliefs)
        if clusters > 1:
            sums, counts = _sums(points, precision.bins, cluster, clusters)
            drawn = drawn_errors(sums, counts, cluster_weights(clusters, precision.draws, rng))
            interval = shifted_interval(value, drawn)
        if not unseen:
            chance = expected_errors(points, place, precision.bins, precision.draws, rng)
            low, high = np.quantile(chance, [0.025, 0.975])
            expected = (float(low), float(high))
            p_value = float((chance >= value - 1e-12).sum() + 1) / (precision.draws + 1)
    return CalibrationMeasure(
        of=of,
        count=len(points),
        confidence=float(points.confidence.mean()),
        accuracy=float(points.right.mean()),
        bins=wide,
        mass_bins=mass,
        ece=value,
        mass_ece=ece(mass),
        interval=interval,
        bounds=_bounds(beliefs, precision.bins) if unseen and of == "options" else None,
        debiased=debiased_ece(points, place),
        rms_debiased=rms_debiased(wide),
        brier=float(((points.confidence - points.right) ** 2).mean()),
        reliability=reliability,
        resolution=resolution,
        uncertainty=uncertainty,
        expected=expected,
        p_value=p_value,
    )


def _points(of: Of, beliefs: Sequence[Belief]) -> tuple[Points, int]:
    """What is known of all options, or of the likeliest ones; and how many options were not seen."""
    if of == "top":
        return _array([(b.at_zero[b.top], b.right, number) for number, b in enumerate(beliefs)]), 0
    rows = [
        (p, at == b.key, number)
        for number, b in enumerate(beliefs)
        for at, (p, hidden) in enumerate(zip(b.at_zero, b.unseen, strict=True))
        if not hidden
    ]
    return _array(rows), sum(sum(b.unseen) for b in beliefs)


def _bounds(beliefs: Sequence[Belief], bins: int) -> tuple[float, float]:
    """ECE over all options with unseen ones at 0, and at their bound; the lower first."""
    ends = [[b.at_zero for b in beliefs], [b.at_bound for b in beliefs]]
    keys = [b.key for b in beliefs]
    low, high = sorted(
        _ece(_array([(p, at == keys[n], n) for n, row in enumerate(end) for at, p in enumerate(row)]), bins)
        for end in ends
    )
    return low, high


def _array(rows: Sequence[tuple[float, bool, int]]) -> Points:
    confidence, right, question = ([row[i] for row in rows] for i in range(3))
    return Points(
        np.clip(np.array(confidence, float), 0, 1), np.array(right, float), np.array(question, dtype=np.int64)
    )


def _ece(points: Points, bins: int) -> float:
    return ece(binned(points, equal_width(points.confidence, bins), bins))


def _sums(points: Points, bins: int, cluster: Places, clusters: int) -> tuple[FloatArray, FloatArray]:
    place = equal_width(points.confidence, bins)
    return bin_sums(points, place, cluster, clusters, bins), cluster_counts(points, cluster, clusters)


def _clusters(beliefs: Sequence[Belief]) -> tuple[Places, int]:
    names, index = np.unique(np.array([b.cluster for b in beliefs]), return_inverse=True)
    return index.astype(np.int64), len(names)


def _log_score(beliefs: Sequence[Belief]) -> tuple[float | None, int]:
    """Mean −ln p of the key and how many keys are at their bound; None where a key was given 0, or nothing is known."""
    keyed = [(b, b.key) for b in beliefs if b.key is not None]
    values = [b.at_bound[key] if b.unseen[key] else b.at_zero[key] for b, key in keyed]
    if not values or min(values) <= 0:
        return None, 0
    return -sum(map(math.log, values)) / len(values), sum(b.unseen[key] for b, key in keyed)
