"""What may be reported of a percentile: a single number, a range, or a bound at the ceiling of a short form.

Two things move a percentile: other questions of the same kind (its interval) and the choice among published scales. No
single percentile is reported where either is wider than `WIDEST` points.
"""

from __future__ import annotations

from collections.abc import Sequence

from scoring.scales.ordinal import format_point, ordinal
from scoring.types import Interval, Percentile

WIDEST = 20.0  # percentile points
CEILING = "at the ceiling of this form: "


def with_ranges(
    told: Sequence[Percentile], lowest: Sequence[Percentile], highest: Sequence[Percentile], *, ceiling: bool
) -> tuple[Percentile, ...]:
    """`told` with the range over published scales, and in words that claim no more than is known.

    lowest, highest: the same norms at the least and the greatest score that a published scale gives; empty where there
    is one scale. ceiling: every point of a form shorter than the exam was earned.
    """
    ends = {p.norm: (p.low, q.high) for p, q in zip(lowest, highest, strict=True)}
    return tuple(_with_words(p, *ends.get(p.norm, (None, None)), ceiling=ceiling) for p in told)


def _with_words(percentile: Percentile, low: float | None, high: float | None, *, ceiling: bool) -> Percentile:
    by_scale = None
    if low is not None and high is not None:
        by_scale = Interval(low=low, high=high, level=1.0, method="over all published scales")
    text = percentile.text
    known = percentile.low is not None and percentile.high is not None
    at_ceiling = ceiling and known and percentile.interval is not None
    wide = [span for span in (percentile.interval, by_scale) if span is not None and _too_wide(span, percentile)]
    if at_ceiling and percentile.interval is not None:
        text = f"at least {ordinal(min(percentile.interval.low, 99))}"
    elif known and wide:
        text = span_text(wide[0])
    group = (
        f"{percentile.group}, {percentile.period}" if percentile.group and percentile.period else percentile.population
    )
    words = percentile.words if text == percentile.text and percentile.words else _headline(text, group)
    words = (CEILING if at_ceiling else "") + words
    return percentile.model_copy(
        update={
            "by_scale": by_scale,
            "text": text,
            "words": words + _beside(percentile.interval if known else None, by_scale, words),
            "single": known and not wide and not at_ceiling,
        }
    )


def _headline(text: str, group: str) -> str:
    if text == "unknown":
        return f"percentile unknown among {group}"
    if text.startswith("~"):
        return f"about the {text[1:]} percentile of {group}"
    for word in ("at least", "at most", "above", "below"):
        if text.startswith(f"{word} "):
            return f"{word} the {text.removeprefix(word).strip()} percentile of {group}"
    return f"{text} percentile of {group}"


def _too_wide(span: Interval, percentile: Percentile) -> bool:
    """Wider than may be reported as one number, and wider than the grade's own range, which is no matter of doubt."""
    own = (percentile.high or 0.0) - (percentile.low or 0.0)
    return span.high - span.low > WIDEST and span.high - span.low > own + 1e-9


def span_text(span: Interval) -> str:
    """'48th–93rd'; one place where both ends round to it."""
    low, high = ordinal(span.low), ordinal(span.high)
    return format_point(span.low) if low == high else f"{low}–{high}"


def _beside(interval: Interval | None, by_scale: Interval | None, words: str) -> str:
    told = []
    if interval is not None:
        told.append(f"{100 * interval.level:g} % by questions {span_text(interval).removeprefix('~')}")
    if by_scale is not None:
        told.append(f"by published scales {span_text(by_scale).removeprefix('~')}")
    return f" ({'; '.join(told)})" if told else ""
