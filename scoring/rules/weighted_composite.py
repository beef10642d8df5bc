"""Weighted sections make a composite, cut points make the grade: the AP exams.

Composite = maximum × Σ weight × proportion, rounded to whole points as the released worksheets do (College Board, AP
released exams and practice-exam worksheets).
"""

from __future__ import annotations

from scoring.rules.rule import ScoringRule
from scoring.rules.rule_input import Outcome, RuleInput, Step
from scoring.scales.rounding import round_to_step
from scoring.scales.scale import WHOLE


def _maximum(given: RuleInput) -> float:
    return float(given.parameters["composite_max"])


def _value(given: RuleInput) -> Outcome:
    maximum = _maximum(given)
    composite = maximum * given.weighted()
    if given.parameters["round_composite"]:
        composite = round_to_step(composite, 1.0)
    scale = given.conversions[WHOLE]
    value = scale.drawn(composite / maximum, given.seed)
    return Outcome(value, (Step("Composite", composite, maximum, value, scale.scale.id),))


RULE = ScoringRule(
    "weighted_composite",
    _value,
    {"composite_max": 100, "round_composite": True},
    whole_maximum=_maximum,
    needs=lambda _: (WHOLE,),
)
