"""Charts by section, then the sum: SAT (two test scores × 10), LSAT (one chart on the total), MCAT, GMAT Focus."""

from __future__ import annotations

import numpy as np

from scoring.rules.rule import ScoringRule
from scoring.rules.rule_input import Outcome, RuleInput, Step
from scoring.scales.scale import WHOLE
from scoring.scales.tables import FloatArray


def _maximum(given: RuleInput) -> float:
    tops = (
        given.conversions[s.id].top() if s.id in given.conversions else s.points for s in given.exam.section if s.weight
    )
    return float(sum(tops) * given.parameters["multiplier"])


def _value(given: RuleInput) -> Outcome:
    total: FloatArray = np.zeros(1)
    for section in given.exam.section:
        if section.weight:
            proportion = given.proportions[section.id]
            scale = given.conversions.get(section.id)
            total = total + (proportion * section.points if scale is None else scale.drawn(proportion, given.seed))
    total = total * given.parameters["multiplier"]
    if WHOLE not in given.conversions:
        return Outcome(total)
    maximum, scale = _maximum(given), given.conversions[WHOLE]
    value = scale.drawn(total / maximum, given.seed)
    return Outcome(value, (Step("Sum of the sections", total, maximum, value, scale.scale.id),))


RULE = ScoringRule("chart_sum", _value, {"multiplier": 1}, whole_maximum=_maximum)
