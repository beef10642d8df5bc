"""How far the percent of points changes without the questions that were found, with an interval for that change.

The clean questions are among all questions, so the two percents hang together; what is uncertain is their difference.
Passages (or questions that stand alone) are drawn again with replacement within each section and weighted part, both
percents computed from the same draw, and the quantiles of the difference taken (paired cluster bootstrap: Efron and
Tibshirani 1993, chapter 8).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from exams.exam import Exam
from exams.form import Form
from scoring.interval import LEVEL
from scoring.item_score import ItemScore, credits_of
from scoring.scales.tables import FloatArray
from scoring.stratum import by_weighted_part
from scoring.types import Grade, Interval

METHOD = "paired bootstrap by section and passage"


def clean_change(
    exam: Exam,
    form: Form,
    grades: Iterable[Grade],
    flagged: Collection[str],
    *,
    n_resamples: int = 1000,
    seed: int = 0,
) -> tuple[float, Interval] | None:
    """Percent on the clean questions − percent on all, in points of 100, with its 95 % interval.

    None where nothing is flagged, or a section has no graded question left on either side.
    """
    item_scores = [c for c in credits_of(exam, form, grades) if c.points is not None]
    if not any(c.question in flagged for c in item_scores):
        return None
    rng = np.random.default_rng(seed)
    total = np.zeros((2, 1 + n_resamples))
    weight = np.zeros((2, 1 + n_resamples))
    for section in exam.section:
        own = [c for c in item_scores if c.section == section.id]
        fractions, known = np.zeros((2, 1 + n_resamples)), np.zeros((2, 1 + n_resamples))
        for part_weight, _, members in by_weighted_part(section, own):
            earned, possible = _drawn(members, flagged, n_resamples, rng)
            there = possible > 0
            fractions += np.where(there, part_weight * earned / np.where(there, possible, 1), 0)
            known += part_weight * there
        there = known > 0
        total += section.weight * np.where(there, fractions / np.where(there, known, 1), 0)
        weight += section.weight * there
    if not (weight[:, 0] > 0).all():
        return None
    percents = 100 * total / np.where(weight > 0, weight, np.nan)
    change = percents[1] - percents[0]
    low, high = np.nanquantile(change[1:], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    point = float(change[0])
    return point, Interval(low=min(float(low), point), high=max(float(high), point), level=LEVEL, method=METHOD)


def _drawn(
    members: Sequence[ItemScore], flagged: Collection[str], n_resamples: int, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Points earned and possible, each of shape (2, 1 + draws): on all and on clean questions; first the real ones."""
    clusters: dict[str, int] = {}
    for item in members:
        clusters.setdefault(item.cluster, len(clusters))
    sums = np.zeros((4, len(clusters)))  # earned on all, on clean; possible on all, on clean
    for item in members:
        at, clean = clusters[item.cluster], float(item.question not in flagged)
        sums[:, at] += ((item.points or 0.0) * np.array([1, clean, 0, 0])) + item.maximum * np.array([0, 0, 1, clean])
    counts = rng.multinomial(len(clusters), np.full(len(clusters), 1 / len(clusters)), size=n_resamples)
    drawn = sums @ np.vstack([np.ones(len(clusters)), counts]).T
    return drawn[:2], drawn[2:]
