"""What chance alone does to a calibration error: other questions like these, and a model whose confidence is right.

* interval: questions (those of one passage together) are drawn again with replacement, both of a pair's answers with
  them. Drawing again adds an error of its own to an ECE, which is never negative; the draws are moved down by the mean
  of that, and cut at 0.
* expected: answers drawn anew from the confidence itself, one option a question (Bröcker and Smith 2007, "consistency
  bars"). Where the observed error lies beyond 95 % of those, the confidence is wrong beyond chance.
"""

from __future__ import annotations

import numpy as np

from scoring.calibration.bins import Points
from scoring.scales.tables import FloatArray

Places = np.ndarray[tuple[int], np.dtype[np.int64]]
_AT_ONCE = 64  # draws: so many times the number of passages are held at once


def bin_sums(points: Points, place: Places, cluster: Places, clusters: int, bins: int) -> FloatArray:
    """For each cluster and bin the sum of (correctness − confidence): shape (clusters, bins)."""
    cell = cluster[points.question] * bins + place
    sums = np.bincount(cell, points.right - points.confidence, minlength=clusters * bins).astype(float)
    return sums.reshape(clusters, bins)


def cluster_counts(points: Points, cluster: Places, clusters: int) -> FloatArray:
    """How many points each cluster has."""
    return np.bincount(cluster[points.question], minlength=clusters).astype(float)


def drawn_errors(sums: FloatArray, counts: FloatArray, weights: FloatArray) -> FloatArray:
    """ECE of each draw: `weights` (draws, clusters) say how often each cluster is in it."""
    errors: FloatArray = np.abs(weights @ sums).sum(axis=1) / np.maximum(weights @ counts, 1.0)
    return errors


def cluster_weights(clusters: int, draws: int, rng: np.random.Generator) -> FloatArray:
    """How often each cluster is drawn, in each of so many draws with replacement."""
    return np.concatenate(
        [
            rng.multinomial(clusters, np.full(clusters, 1 / clusters), size=min(_AT_ONCE, draws - done)).astype(
                np.float32
            )
            for done in range(0, draws, _AT_ONCE)
        ]
    ).astype(np.float32)


def shifted_interval(value: float, drawn: FloatArray) -> tuple[float, float]:
    """95 % of the draws, moved so that their mean is the value, cut at 0."""
    low, high = np.quantile(drawn - (drawn.mean() - value), [0.025, 0.975])
    return max(0.0, float(low)), max(0.0, float(high))


def expected_errors(points: Points, place: Places, bins: int, draws: int, rng: np.random.Generator) -> FloatArray:
    """ECE of each of so many sets of answers drawn from the confidence: one option of a question is right, or none."""
    order = np.argsort(points.question, kind="stable")
    confidence, question, where = points.confidence[order], points.question[order], place[order]
    first = np.flatnonzero(np.diff(question, prepend=-1))
    before = np.cumsum(confidence) - confidence
    start = before - np.repeat(before[first], np.diff(np.append(first, len(question))))
    _, of = np.unique(question, return_inverse=True)
    found = np.empty(draws)
    for at in range(draws):
        pick = rng.random(len(first))[of]
        right = (pick >= start) & (pick < start + confidence)
        found[at] = np.abs(np.bincount(where, right - confidence, minlength=bins)).sum() / len(confidence)
    return found
