"""Number right, on the length of the real exam: USNCO, LeetCode."""

from __future__ import annotations

import numpy as np

from scoring.rules.rule import Rule
from scoring.rules.rule_input import Given, Outcome
from scoring.scales.tables import FloatArray


def _value(given: Given) -> Outcome:
    total: FloatArray = np.zeros(1)
    for section in given.exam.section:
        total = total + given.fractions[section.id] * section.questions
    return Outcome(total)


RULE = Rule("count", _value)
