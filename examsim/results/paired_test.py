"""Runs of one exam, two by two on their shared questions: tested by `scoring`, told as the comparison page wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from exams.errors import InputError
from reports.pages.comparison.pairs import PairedTest
from reports.run_folder import Run
from scoring.comparisons.holm import holm
from scoring.comparisons.paired import compare


def paired_test(runs: Sequence[Run]) -> dict[tuple[int, int], PairedTest]:
    """The paired test of each two runs, by their places, with Holm's p over all of them.

    Two runs that share no graded question have no entry.
    """
    found: dict[tuple[int, int], PairedTest] = {}
    for (i, first), (j, second) in combinations(enumerate(runs), 2):
        try:
            one = compare(first.grades, second.grades, n_resamples=2_000)
        except InputError:
            continue
        ends = one.interval
        found[i, j] = PairedTest(one.difference, ends.low, ends.high, one.p_value, one.test, one.shared)
    if len(found) < 2:
        return found
    adjusted = holm([test.p_value for test in found.values()])
    return {at: replace(test, adjusted_p=p) for (at, test), p in zip(found.items(), adjusted, strict=True)}
