"""Number right, on the length of the real exam: USNCO, LeetCode."""

from __future__ import annotations

import numpy as np

from scoring.rules.rule import ScoringRule
from scoring.rules.rule_input import Outcome, RuleInput
from scoring.scales.tables import FloatArray


def _value(given: RuleInput) -> Outcome:
    total: FloatArray = np.zeros(1)
    for section in given.exam.section:
        total = total + given.proportions[section.id] * section.questions
    return Outcome(total)


RULE = ScoringRule("count", _value)
