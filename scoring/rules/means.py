"""The two means of a benchmark, always both and always named, and other named readings of the same answers.

By section (macro): each section counts alike. By question (micro): each question counts alike. On the same answers they
differ by up to 1.6 points (MMLU), so a figure that does not say which it is can't be compared.

Intervals: all questions as one pool, in the macro mean each with the weight that makes its section count alike. The
pool's effective number of questions (Kish 1965; smaller where questions share passages) goes into the mid-P draws that
every section has. Drawing section by section would pull a score of 57 sections with three questions each towards the
middle: each small section's draws lie nearer to one half than its share of right answers does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from exams.exam import Exam
from scoring.interval import interval_of, proportion_draws
from scoring.item_score import ItemScore
from scoring.scales.tables import FloatArray
from scoring.stratum import Stratum
from scoring.types import Mean

BY_SECTION, BY_QUESTION = "by section (macro)", "by question (micro)"
_METHOD = "mid-P draws of the share of the points with other questions like these, all sections as one pool"


def means_of(exam: Exam, item_scores: Sequence[ItemScore], n_resamples: int, seed: int) -> tuple[Mean, ...]:
    """Both means in percent; none for exams that are no benchmarks, or where nothing is graded."""
    graded = _graded(exam, item_scores)
    if not exam.is_benchmark or not graded:
        return ()
    n = len({c.section for c in graded})
    told = f"{n} section{'s' if n > 1 else ''}" + ("" if n > 1 else ": both means are the same")
    return tuple(
        _mean(name, mean_draws(exam, graded, n_resamples, seed, by_section=macro), told)
        for name, macro in ((BY_SECTION, True), (BY_QUESTION, False))
    )


def readings_of(exam: Exam, item_scores: Sequence[ItemScore], n_resamples: int, seed: int) -> tuple[Mean, ...]:
    """The same answers read in the other ways that their grades name ('strict', 'exact match'), by section.

    A question whose grade lacks a reading that others have is counted as it was graded.
    """
    names = dict.fromkeys(name for item in item_scores for name in item.readings)
    found = []
    for name in names:
        read = [replace(c, points=c.readings.get(name, c.points)) for c in item_scores]
        told = sum(name in c.readings for c in item_scores)
        found.append(_mean(name, mean_draws(exam, read, n_resamples, seed), f"{told} questions"))
    return tuple(found)


def mean_draws(
    exam: Exam, item_scores: Sequence[ItemScore], n_resamples: int, seed: int, *, by_section: bool = True
) -> FloatArray:
    """Share of the points as the mean over sections or over questions, the share itself first, then draws of it.

    Questions that are not graded, and sections without weight, are left out. ValueError where nothing is left.
    """
    graded = _graded(exam, item_scores)
    whole: dict[str, float] = defaultdict(float)
    for item in graded:
        whole[item.section] += item.maximum
    if not whole:
        raise ValueError("no graded question")
    rows = sorted((c.cluster, c.section, c.points or 0.0, c.maximum) for c in graded)
    weights = np.array([1 / whole[section] if by_section else 1.0 for _, section, _, _ in rows])
    pool = Stratum(
        weight=1.0,
        points=weights * np.array([r[2] for r in rows]),
        maximum=weights * np.array([r[3] for r in rows]),
        clusters=tuple(r[0] for r in rows),
        free=False,
        blank=all(c.status == "blank" for c in graded),
    )
    return proportion_draws((pool,), n_resamples, np.random.default_rng(seed))


def _graded(exam: Exam, item_scores: Sequence[ItemScore]) -> list[ItemScore]:
    counted = {s.id for s in exam.section if s.weight}
    return [c for c in item_scores if c.points is not None and c.section in counted]


def _mean(name: str, values: FloatArray, note: str) -> Mean:
    ends = interval_of(100 * values, _METHOD) if len(values) > 1 else None
    return Mean(name=name, value=100 * float(values[0]), interval=ends, note=note)
