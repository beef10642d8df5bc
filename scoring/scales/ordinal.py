"""Percentiles as a person would be told them: '~90th', '86th–100th', 'below 5th', 'unknown'."""

from __future__ import annotations

from scoring.scales.rounding import half_even


def ordinal(number: float) -> str:
    """'1st', '22nd', '13th', '100th': rounded half to even first, as the GPT-4 report's ranges are (14.5 → 14th)."""
    n = int(half_even(number))
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def format_percentile(low: float | None, high: float | None, *, is_range: bool, bounded: bool = False) -> str:
    """Words for percent `low` to `high`. A span from 0 is 'below', one to 100 'above', unless the norm is of ranges.

    bounded: all that is known is that the percentile lies between the two: 'at least 68th', 'at most 34th'.
    """
    if low is None or high is None:
        return "unknown"
    if bounded and high == 100 and low < 99:
        return f"at least {ordinal(low)}"
    if bounded and low == 0:
        return f"at most {ordinal(high)}"
    if is_range and low < high and ordinal(low) != ordinal(high):
        return f"{ordinal(low)}–{ordinal(high)}"
    if is_range and low < high:  # both ends are told alike: a point
        return format_point(low)
    if low < high:
        if low == 0:
            return f"below {ordinal(high)}"
        return f"above {ordinal(min(low, 99))}" if high == 100 else f"{ordinal(low)}–{ordinal(high)}"
    return format_point(low)


def format_point(percent: float) -> str:
    """'~60th'; at the ends 'below 1st' and 'above 99th': nobody is at the 0th or above the 100th."""
    if percent < 1:
        return "below 1st"
    return "above 99th" if percent > 99.5 else f"~{ordinal(percent)}"


def headline(text: str, population: str) -> str:
    """'~60th' of 'GRE takers, 2022–25' → 'about the 60th percentile of GRE takers, 2022–25'."""
    if text == "unknown":
        return f"percentile unknown among {population}"
    for mark, words in (("~", "about the "), ("at least ", "at least the "), ("at most ", "at most the ")):
        if text.startswith(mark):
            return f"{words}{text.removeprefix(mark)} percentile of {population}"
    if text.startswith(("above ", "below ")):
        word, _, place = text.partition(" ")
        return f"{word} the {place} percentile of {population}"
    return f"{text} percentile of {population}"
