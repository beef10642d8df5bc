"""From section proportions to final scores: the exam's rule, rounded and kept on the scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from scoring.item_score import ItemScore
from scoring.rules.rule_input import Outcome, RuleInput
from scoring.scales.rounding import round_to_step
from scoring.scales.tables import FloatArray
from scoring.scoring_plan import ScoringPlan, ScoringVariant


def rule_values(
    plan: ScoringPlan,
    reading: ScoringVariant,
    item_scores: Sequence[ItemScore],
    proportions: Mapping[str, FloatArray],
    seed: int,
) -> tuple[FloatArray | None, Outcome]:
    """Final scores, the score itself first; None if a section is missing or the rule gives no score."""
    if any(s.weight and s.id not in proportions and not may_miss(plan, s.id) for s in plan.exam.section):
        return None, Outcome(None)
    # a section without weight and without questions changes nothing, but rules may look it up
    whole = {s.id: proportions.get(s.id, np.zeros(1)) for s in plan.exam.section}
    if plan.rule.partial:
        whole = dict(proportions)
    given = RuleInput(plan.exam, whole, reading.conversions, reading.parameters, tuple(item_scores), plan.form, seed)
    outcome = plan.rule.value(given)
    if outcome.value is None:
        return None, outcome
    score = plan.exam.score
    values = round_to_step(outcome.value, score.step, score.min, str(reading.parameters["rounding"]))
    return np.clip(values, score.min, np.inf if score.max is None else score.max), outcome


def may_miss(plan: ScoringPlan, section: str) -> bool:
    """Whether the rule needs no proportion of a section, because the form holds none of its questions."""
    return plan.rule.partial and section in plan.absent


def earned(plan: ScoringPlan, reading: ScoringVariant, item_scores: Sequence[ItemScore]) -> tuple[ItemScore, ...]:
    """Points as the rule gives them (blanks)."""
    points = [plan.rule.points(c, reading.parameters) for c in item_scores]
    return tuple(c if p == c.points else replace(c, points=p) for c, p in zip(item_scores, points, strict=True))
