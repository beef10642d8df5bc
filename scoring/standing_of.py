"""The percentiles of a score of a sitting, with everything that could move them; the range over published scales."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.item_score import ItemScore
from scoring.scales.percentile import percentiles
from scoring.scales.percentile_range import with_ranges
from scoring.scales.scale import WHOLE
from scoring.scoring_plan import ScoringPlan
from scoring.types import Alternative, Interval, Percentile

BY_SCALE = "least and greatest score over all published scales"


def scale_range(plan: ScoringPlan, value: float | None, alternatives: Sequence[Alternative]) -> Interval | None:
    """Least and greatest score that the same points give on any published scale; None where there is one scale.

    Other readings of the rule (blanks) and other grades are no other scales.
    """
    main = tuple(c.scale.id for c in plan.main.conversions.values())
    others = [a.value for a in alternatives if not a.other_grades and a.scales != main]
    if value is None or not others:
        return None
    return Interval(low=min(value, *others), high=max(value, *others), level=1.0, method=BY_SCALE)


def standing_of(
    plan: ScoringPlan,
    value: float | None,
    interval: Interval | None,
    *,
    of: str = WHOLE,
    by_scale: Interval | None = None,
    ceiling: bool = False,
) -> tuple[Percentile, ...]:
    """Percentiles of `value` (of the exam, or of section `of`) in every population, told as far as they are known."""
    norms, chosen = plan.norms[of], plan.population[of]
    told = percentiles(norms, value, interval, chosen)
    lowest = () if by_scale is None else percentiles(norms, by_scale.low, None, chosen)
    highest = () if by_scale is None else percentiles(norms, by_scale.high, None, chosen)
    return with_ranges(told, lowest, highest, ceiling=ceiling)


def at_ceiling(plan: ScoringPlan, item_scores: Sequence[ItemScore]) -> bool:
    """Whether every point was earned of a form that has fewer questions than the exam."""
    short = len(plan.form.questions) < sum(s.questions for s in plan.exam.section)
    return bool(item_scores) and short and all(c.points == c.maximum for c in item_scores)
