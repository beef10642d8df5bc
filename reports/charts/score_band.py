"""A score on its own scale, as places on a line from 0 to 100 percent of its length."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.types import ExamScore, Percentile


@dataclass(frozen=True)
class ScoreBand:
    """Places in percent of the line's length; None where there is nothing to show."""

    low: float
    high: float
    full: float | None
    clean: float | None
    band: tuple[float, float] | None
    ungraded: tuple[float, float] | None
    marks: tuple[float, ...]


def score_strip(score: ExamScore) -> ScoreBand:
    """Full and clean score, the reported one's interval, what ungraded answers leave open, and the pass marks."""
    low, high = score.score_min, _top(score)
    span = (high - low) or 1.0

    def at(value: float) -> float:
        return round(min(100.0, max(0.0, 100 * (value - low) / span)), 3)

    def both(bounds: tuple[float, float] | None) -> tuple[float, float] | None:
        return None if bounds is None else (at(bounds[0]), at(bounds[1]))

    reported = score.reported_set
    clean = None if score.clean is None else score.clean.value
    return ScoreBand(
        low=low,
        high=high,
        full=None if score.full.value is None else at(score.full.value),
        clean=None if clean is None else at(clean),
        band=both(None if reported.interval is None else (reported.interval.low, reported.interval.high)),
        ungraded=both(reported.bounds),
        marks=tuple(sorted({at(p.cut_score) for p in score.full.passes})),
    )


def percentile_band(percentile: Percentile) -> tuple[float, float] | None:
    """From the least to the largest percentile that range and interval allow."""
    ends = [v for v in (percentile.low, percentile.high) if v is not None]
    if percentile.low is None and ends:
        ends.append(0.0)
    if percentile.interval is not None:
        ends += [percentile.interval.low, percentile.interval.high]
    return (min(ends), max(ends)) if ends else None


def _top(score: ExamScore) -> float:
    """The end of the scale; for an open-ended one a round number above everything that is shown."""
    if score.score_max is not None:
        return score.score_max
    seen = [p.cut_score for p in score.full.passes] + [1.0]
    for scores in (score.full, score.clean):
        if scores is not None and scores.value is not None:
            seen += [scores.value, *((scores.interval.high,) if scores.interval else ())]
    size: float = 10 ** (len(str(int(max(seen)))) - 1)
    return (max(seen) // size + 1) * size
