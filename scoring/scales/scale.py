"""Turn a proportion of the maximum into a scaled score by one of the exam's published scales."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from exams.exam import Exam, Scale
from scoring.scales.rounding import round_to_step
from scoring.scales.tables import FloatArray, read_chart, read_cut_points

WHOLE = "score"  # names the whole-exam scale among the sections


@dataclass(frozen=True)
class Conversion:
    """A scale ready for use. `apply` maps proportions 0–1 to scaled scores elementwise and never falls."""

    scale: Scale
    out_of: float
    apply: Callable[[FloatArray], FloatArray]
    limits: tuple[float, float] = (-np.inf, np.inf)

    def drawn(self, proportions: FloatArray, seed: int) -> FloatArray:
        """`proportions` of shape (1 + draws,), the score itself first, as scaled scores. Where the scale is an estimate
        with an error of its own, each draw is moved by a normal error, all its points alike; the score itself is not.
        """
        scaled = self.apply(proportions)
        if not self.scale.error or len(scaled) < 2:
            return scaled
        errors = np.random.default_rng([seed, crc32(self.scale.id.encode())]).normal(0, self.scale.error, len(scaled))
        errors[0] = 0.0
        moved = scaled + errors
        if self.scale.step is not None:
            moved = round_to_step(moved, self.scale.step, self.scale.low or 0.0)
        return np.concatenate([scaled[:1], np.clip(moved[1:], *self.limits)])

    def top(self) -> float:
        """The scaled score of a perfect paper."""
        return float(self.apply(np.ones(1))[0])

    def bottom(self) -> float:
        """The scaled score of an empty paper."""
        return float(self.apply(np.zeros(1))[0])


def make_conversion(exam: Exam, scale: Scale, maximum: float) -> Conversion:
    """Read the scale's table, if it has one. `maximum` is the raw maximum where the scale names no `out_of`."""
    out_of = maximum if scale.out_of is None else scale.out_of
    limits = scale_limits(exam, scale)
    if scale.kind == "chart":
        chart = read_chart(exam, scale, out_of, limits)
        raw = _interpolated if scale.interpolate else _looked_up
        convert = raw(chart.x, chart.y)
    elif scale.kind == "cut_points":
        cuts = read_cut_points(exam, scale, out_of, limits)
        convert = _cut(cuts.x, cuts.y)
    else:
        convert = _formula(scale, out_of, limits)

    def apply(proportion: FloatArray) -> FloatArray:
        scaled = convert(proportion * out_of)
        if scale.step is not None:
            scaled = round_to_step(scaled, scale.step, scale.low or 0.0)
        return np.clip(scaled, *limits)

    return Conversion(scale, out_of, apply, limits)


def scale_limits(exam: Exam, scale: Scale) -> tuple[float, float]:
    """Least and greatest scaled score: the scale's own `low` and `high`, or for a whole-exam scale the score's."""
    whole = scale.section is None
    low = scale.low if scale.low is not None else exam.score.min if whole else -np.inf
    top = exam.score.max if exam.score.max is not None else np.inf
    high = scale.high if scale.high is not None else top if whole else np.inf
    return float(low), float(high)


def _looked_up(x: FloatArray, y: FloatArray) -> Callable[[FloatArray], FloatArray]:
    def convert(raw: FloatArray) -> FloatArray:
        rows = round_to_step(raw, 1.0).astype(np.int64)
        return y[np.clip(rows, 0, len(x) - 1)]

    return convert


def _interpolated(x: FloatArray, y: FloatArray) -> Callable[[FloatArray], FloatArray]:
    return lambda raw: np.interp(raw, x, y)


def _cut(x: FloatArray, y: FloatArray) -> Callable[[FloatArray], FloatArray]:
    # nine decimals: a composite that is exactly on the cut must not fall below it by a division's last bit
    return lambda raw: y[np.clip(np.searchsorted(x, np.round(raw, 9), side="right") - 1, 0, len(y) - 1)]


def _formula(scale: Scale, out_of: float, limits: tuple[float, float]) -> Callable[[FloatArray], FloatArray]:
    if scale.kind == "line":
        return lambda raw: scale.intercept + scale.slope * raw
    if scale.kind == "proportion":
        low, high = limits
        return lambda raw: low + (high - low) * raw / out_of
    return lambda raw: raw
