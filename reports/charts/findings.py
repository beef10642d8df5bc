"""The finding of a chart in one sentence, computed from what is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from reports.charts.percentile_bars import BarPlan, Group
from reports.score_text import default_percentile, percentile_words
from scoring.types import ExamScore

MEDIAN = 50.0


def percentile_finding(plan: BarPlan) -> str:
    """'gpt-4 beats the median test taker in 22 of 23 exams, gpt-3.5 in 5'; of one result, its score and percentile.

    An exam counts where all that is reported lies at the 50th percentile or above it.
    """
    groups = plan.percentiles
    if not groups:
        return "No percentile is known for these exams"
    bars = [b for g in groups for b in g.bars if b is not None]
    if len(bars) == 1:
        return one_result(bars[0].score)
    if len(groups) == 1:
        return _one_exam(plan, groups[0])
    counts = []
    for index, name in enumerate(plan.series):
        own = [b for g in groups if (b := g.bars[index]) is not None]
        if own:
            counts.append((sum(b.low >= MEDIAN for b in own), len(own), name))
    counts.sort(key=lambda c: (-c[0] / c[1], -c[1], c[2]))
    if len(counts) > 3:
        counts = [counts[0], counts[-1]]
    above, of, name = counts[0]
    told = f"{name} beats the median test taker in {above} of {of} exam{'s' if of != 1 else ''}"
    rest = [f"{other} in {n}" + ("" if m == of else f" of {m}") for n, m, other in counts[1:]]
    return told + "".join(f", {r}" for r in rest)


def _one_exam(plan: BarPlan, group: Group) -> str:
    best = max((b for b in group.bars if b is not None), key=lambda b: b.key)
    others = [b for b in group.bars if b is not None and b is not best]
    tied = [b for b in others if b.key == best.key]
    exam = best.score.exam_short
    if tied:
        names = ", ".join(b.series for b in others)
        return f"{exam}: {best.series} and {names} are told the same ({best.text})"
    return f"{exam}: {best.series} stands highest ({best.text}), {_lowest(others)}"


def _lowest(others: Sequence[object]) -> str:
    from reports.charts.percentile_bars import Bar

    bars = sorted((b for b in others if isinstance(b, Bar)), key=lambda b: b.key)
    return f"{bars[0].series} lowest ({bars[0].text})" if bars else ""


def one_result(score: ExamScore) -> str:
    """'gpt-4: 163 / 180 on the LSAT, about the 87th percentile of LSAT takers, 2023–26'."""
    reported = score.reported_set
    found = default_percentile(reported)
    place = f", {percentile_words(found).split(' (')[0].split(';')[0]}" if found is not None else ""
    return f"{score.model}: {reported.text} on {score.exam_short}{place}"


def points_finding(groups: Sequence[Group], series: Sequence[str]) -> str:
    """'Without a published percentile: gpt-4 earns 42–100 % of the points in 11 exams, …'."""
    told = []
    for index, name in enumerate(series):
        own = [b.low for g in groups if (b := g.bars[index]) is not None]
        if own:
            told.append((sum(own) / len(own), name, len(own)))
    told.sort(key=lambda t: (-t[0], t[1]))
    shown = told if len(told) < 4 else [told[0], told[-1]]
    words = [f"{name} earns {mean:.0f} % of the points" for mean, name, _ in shown[:1]]
    words += [f"{name} {mean:.0f} %" for mean, name, _ in shown[1:]]
    count = len(groups)
    kind = f"In {count} exams without a published percentile" if count > 1 else f"{groups[0].label}, no percentile"
    return f"{kind}, {', '.join(words)}{' on average' if count > 1 else ''}"
