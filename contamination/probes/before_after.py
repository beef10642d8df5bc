"""Before and after a date: is the model better on questions that were there when it was trained, equal difficulty?

Within each stratum of difficulty, which of the right answers are of older questions is hypergeometric if date does not
matter; over strata the sum is their convolution. p = P(at least as many), exact and one-sided: the exact form of Mantel
and Haenszel's test (1959). One stratum gives Fisher's. Difficulty is other models' share of right answers where their
runs are given, else what the form says of its questions.

Limits. Questions may have become harder in ways that their difficulty does not show. Text published later may repeat
what is older. The cutoff is what the model's maker says it is.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from contamination.probe_types import Control, Power, ProbeResult

SOURCE = "exact Mantel–Haenszel 1959; the observation: GPT-4 and Codeforces, 10 of 10 before its cutoff, 0 of 10 after"
LIMITS = "Difficulty may drift with the date in ways that neither the form nor other models show."
LEAST_SIDE = 5


@dataclass(frozen=True)
class Dated:
    """One graded question: older than the cutoff or not, right or not, and its stratum of difficulty."""

    before: bool
    right: bool
    stratum: str = ""


def stratified_p(questions: Sequence[Dated]) -> float:
    """P(as many right answers among older questions or more), given the strata's margins. 1 where nothing varies."""
    from scipy.stats import hypergeom

    whole, observed = np.ones(1), 0
    lowest = 0
    for of_stratum in _strata(questions).values():
        total, right = len(of_stratum), sum(q.right for q in of_stratum)
        older = sum(q.before for q in of_stratum)
        low, high = max(0, right + older - total), min(right, older)
        whole = np.convolve(whole, hypergeom.pmf(np.arange(low, high + 1), total, right, older))
        observed += sum(q.right and q.before for q in of_stratum)
        lowest += low
    return float(min(1.0, whole[observed - lowest :].sum()))


def terciles(shares: Mapping[str, float]) -> dict[str, str]:
    """Questions by other models' share of right answers: hard, medium, easy thirds (ties stay together)."""
    values = sorted(shares.values())
    low, high = values[len(values) // 3], values[2 * len(values) // 3]
    return {name: "hard" if v < low else "medium" if v < high else "easy" for name, v in shares.items()}


def before_after_result(
    questions: Sequence[Dated], cutoff: str, difficulty: str, *, left_out: Sequence[str] = ()
) -> ProbeResult:
    """The test with its power. `difficulty`: where the strata are from, in words. ValueError: too few on a side."""
    sides = {side: [q for q in questions if q.before is side] for side in (True, False)}
    if min(map(len, sides.values())) < LEAST_SIDE:
        raise ValueError(f"fewer than {LEAST_SIDE} questions on one side of {cutoff}")
    shares = {side: sum(q.right for q in found) / len(found) for side, found in sides.items()}
    numbers = {side: len(found) for side, found in sides.items()}
    plain = stratified_p([Dated(q.before, q.right) for q in questions])
    pooled = sum(q.right for q in questions) / len(questions)
    inside = min(max(pooled, 0.05), 0.95)
    least = min(1.0, (1.645 + 0.842) * math.sqrt(inside * (1 - inside) * sum(1 / n for n in numbers.values())))
    difference = shares[True] - shares[False]
    half = 1.96 * math.sqrt(sum(_variance(shares[s], numbers[s]) for s in sides))
    mixed = sum(1 for found in _strata(questions).values() if len({q.before for q in found}) == 2)
    return ProbeResult(
        test="before-after",
        measure=f"share right before {cutoff} less from then on",
        verdict="not noticed",
        words="",
        statistic=difference,
        interval=(max(-1.0, difference - half), min(1.0, difference + half)),
        p=stratified_p(questions),
        n=len(questions),
        figures={
            "right before": shares[True],
            "of": numbers[True],
            "right after": shares[False],
            "of those": numbers[False],
            "strata with both sides": mixed,
        },
        controls=(
            Control(name="the same without regard to difficulty", p=plain, words=f"Fisher, one-sided: p = {plain:.2g}"),
        ),
        power=Power(difference=least, words=f"a difference of {least:.0%} would have been noticed four times in five"),
        left_out=tuple(left_out),
        asked=f"nothing: grades of a finished run; difficulty from {difficulty}",
        limits=LIMITS,
        source=SOURCE,
    )


def _strata(questions: Sequence[Dated]) -> dict[str, list[Dated]]:
    found: dict[str, list[Dated]] = defaultdict(list)
    for question in questions:
        found[question.stratum].append(question)
    return found


def _variance(share: float, number: int) -> float:
    return share * (1 - share) / number
