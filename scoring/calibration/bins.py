"""Confidence against correctness in bins, and the measures that are sums over them.

* ECE = Σ (n_b / n) · |accuracy_b − mean confidence_b| (Naeini, Cooper and Hauskrecht 2015). It is never negative, so
  chance alone makes it positive: biased upward, the more so the fewer the answers.
* debiased: from each bin's |gap| is taken (2 / √π) · σ · exp(−gap² / 2σ²), σ² = the variance of the gap if the
  confidence were right, Σ P (1 − P) / n_b² over the bin's questions, P on their options in the bin. Of a gap that is
  normal with mean 0 that is √(2/π) · σ on average, which is the mean of |gap|: so a calibrated model has 0 on average;
  where the gap is plain, nothing is taken. (Our own; the usual bootstrap correction leaves 59 % of the bias at 0.)
* rms: √ of Σ (n_b / n) · [(accuracy_b − confidence_b)² − v_b], v_b = the variance of the bin's accuracy (Bröcker 2012;
  Kumar, Liang and Ma 2019, equation 4); the root keeps the sign.
* Brier score and its parts over the bins: reliability − resolution + uncertainty (Murphy 1973).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.interval import wilson
from scoring.scales.tables import FloatArray
from scoring.types.calibration import CalibrationBin


@dataclass(frozen=True)
class Points:
    """Pairs of confidence (0 to 1) and correctness (0 or 1), with the question that each is of, from 0 up."""

    confidence: FloatArray
    right: FloatArray
    question: np.ndarray[tuple[int], np.dtype[np.int64]]

    def __len__(self) -> int:
        return len(self.confidence)


def equal_width(confidence: FloatArray, bins: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The bin, from 0, of each confidence: [0, 1/bins) and so on, the last one closed."""
    return np.clip((confidence * bins).astype(np.int64), 0, bins - 1)


def equal_mass(confidence: FloatArray, bins: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The bin of each confidence so that all hold as many as can be, equal confidences never in two bins."""
    ends = np.unique(np.quantile(confidence, np.arange(1, bins) / bins, method="inverted_cdf"))
    return np.searchsorted(ends, confidence, side="left").astype(np.int64)


def binned(
    points: Points, place: np.ndarray[tuple[int], np.dtype[np.int64]], width: int | None
) -> tuple[CalibrationBin, ...]:
    """The filled bins in order; their ends are those of `width` equal ones, or the confidences that they hold."""
    made = []
    for at in np.unique(place):
        inside = place == at
        confidence, right = points.confidence[inside], points.right[inside]
        low, high = (at / width, (at + 1) / width) if width else (float(confidence.min()), float(confidence.max()))
        share, told = float(right.mean()), wilson(float(right.sum()), len(right))
        made.append(
            CalibrationBin(
                low=low,
                high=high,
                count=len(right),
                confidence=float(confidence.mean()),
                accuracy=share,
                interval=(told.low, told.high),
            )
        )
    return tuple(made)


def ece(bins: Sequence[CalibrationBin]) -> float:
    """Expected calibration error, 0 to 1; 0 without bins."""
    whole = sum(b.count for b in bins)
    return sum(b.count * abs(b.accuracy - b.confidence) for b in bins) / whole if whole else 0.0


def debiased_ece(points: Points, place: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    """ECE less what chance alone makes of it; may be a little below 0."""
    bins = int(place.max()) + 1
    cells, index = np.unique(points.question * bins + place, return_inverse=True)
    claimed = np.minimum(np.bincount(index, points.confidence), 1.0)
    spread = np.sqrt(np.bincount(cells % bins, claimed * (1 - claimed), minlength=bins))
    gap = np.abs(np.bincount(place, points.right - points.confidence, minlength=bins))
    known = spread > 1e-100  # of less than that chance makes nothing, and its square is no number
    taken = 2 / math.sqrt(math.pi) * spread[known] * np.exp(-((gap[known] / spread[known]) ** 2) / 2)
    return float(gap.sum() - taken.sum()) / len(points)


def rms_debiased(bins: Sequence[CalibrationBin]) -> float:
    """Root of the debiased mean squared gap, its sign kept; bins of one answer say nothing of their variance."""
    told = [b for b in bins if b.count > 1]
    whole = sum(b.count for b in told)
    if not whole:
        return 0.0
    value = sum(
        b.count * ((b.accuracy - b.confidence) ** 2 - b.accuracy * (1 - b.accuracy) / (b.count - 1)) for b in told
    )
    return math.copysign(math.sqrt(abs(value) / whole), value)


def murphy(bins: Sequence[CalibrationBin]) -> tuple[float, float, float]:
    """Reliability, resolution and uncertainty of the Brier score."""
    whole = sum(b.count for b in bins)
    base = sum(b.count * b.accuracy for b in bins) / whole
    reliability = sum(b.count * (b.accuracy - b.confidence) ** 2 for b in bins) / whole
    return reliability, sum(b.count * (b.accuracy - base) ** 2 for b in bins) / whole, base * (1 - base)
