"""Two models over many exams: each exam's paired test, and the two overall means that may say opposite things.

By exam (unweighted) every exam counts alike; by question (pooled) every question does, each as a share of its points.
In Table 8 of the GPT-4 report the unweighted means are 73.7 and 74.0 and the pooled ones 78.0 and 77.8: which model is
better depends on the mean, so both are always given and a change of sign is told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from exams.errors import InputError
from scoring.comparisons.detectable import Z_TEST, clustered_error, paired_difference
from scoring.comparisons.holm import holm
from scoring.comparisons.paired import Comparison, compare, mcnemar
from scoring.types import Grade
from scoring.types.pairs import ExamPair, ManyPairs, OverallMean


def compare_many(
    pairs: Mapping[str, tuple[Sequence[Grade], Sequence[Grade]]], *, n_resamples: int = 10_000, seed: int = 0
) -> ManyPairs:
    """Compare the grades of two models exam by exam. InputError without exams, or for one without a shared question.

    The unweighted mean's error is √Σ s² ÷ k over k exams with clustered errors s of their paired differences: exams are
    taken as given, other questions like theirs as what varies.
    """
    if not pairs:
        raise InputError("no exam was sat by both", hint="name runs of two models on the same forms")
    found = {
        name: compare(second, first, n_resamples=n_resamples, seed=seed) for name, (first, second) in pairs.items()
    }
    adjusted = holm([c.p_value for c in found.values()])
    exams = tuple(
        _exam(name, comparison, p, *pairs[name]) for (name, comparison), p in zip(found.items(), adjusted, strict=True)
    )
    return ManyPairs(exams, _unweighted(exams, pairs), _pooled(pairs))


def _exam(name: str, found: Comparison, adjusted_p: float, first: Sequence[Grade], second: Sequence[Grade]) -> ExamPair:
    shared = _shared(first, second)
    whole = all(_share(g) in (0, 1) for pair in shared for g in pair)
    lost = sum(_share(a) == 1 and _share(b) < 1 for a, b in shared)
    won = sum(_share(b) == 1 and _share(a) < 1 for a, b in shared)
    return ExamPair(
        name=name,
        questions=found.shared,
        only_first=found.only_in_second,
        only_second=found.only_in_first,
        first=found.second,
        second=found.first,
        difference=found.difference,
        low=found.interval.low,
        high=found.interval.high,
        right_to_wrong=lost,
        wrong_to_right=won,
        mcnemar_p=mcnemar(won, lost) if whole else None,
        p=found.p_value,
        adjusted_p=adjusted_p,
        test=found.test,
        noticeable=found.noticeable,
    )


def _unweighted(exams: Sequence[ExamPair], pairs: Mapping[str, tuple[Sequence[Grade], Sequence[Grade]]]) -> OverallMean:
    variance = 0.0
    for first, second in pairs.values():
        shared = _shared(first, second)
        gaps = [(b.points or 0.0) - (a.points or 0.0) for a, b in shared]
        error, _ = clustered_error(
            np.array(gaps, float),
            np.array([a.max_points for a, _ in shared], float),
            [a.cluster or f"\x00{a.question}" for a, _ in shared],
        )
        variance += error**2
    k = len(exams)
    one, other = sum(e.first for e in exams) / k, sum(e.second for e in exams) / k
    half = Z_TEST * math.sqrt(variance) / k
    gap = other - one
    return OverallMean("mean of exams (unweighted)", one, other, gap, gap - half, gap + half)


def _pooled(pairs: Mapping[str, tuple[Sequence[Grade], Sequence[Grade]]]) -> OverallMean:
    left: dict[str, float] = {}
    right: dict[str, float] = {}
    passages: dict[str, str] = {}
    for name, (first, second) in pairs.items():
        for a, b in _shared(first, second):
            key = f"{name}\x00{a.question}"
            left[key], right[key] = _share(a), _share(b)
            if a.cluster:
                passages[key] = f"{name}\x00{a.cluster}"
    found = paired_difference(right, left, passages)
    return OverallMean("mean of questions (pooled)", found.second, found.first, found.difference, found.low, found.high)


def _shared(first: Sequence[Grade], second: Sequence[Grade]) -> list[tuple[Grade, Grade]]:
    graded = {g.question: g for g in second if g.points is not None}
    own = {g.question: g for g in first if g.points is not None}
    return [(g, graded[name]) for name, g in own.items() if name in graded]


def _share(grade: Grade) -> float:
    return (grade.points or 0.0) / grade.max_points if grade.max_points else 0.0
