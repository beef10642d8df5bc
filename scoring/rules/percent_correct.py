"""Percent of the points, weighted by section: MKSAP, sommelier."""

from __future__ import annotations

from scoring.rules.rule import ScoringRule
from scoring.rules.rule_input import Outcome, RuleInput


def _value(given: RuleInput) -> Outcome:
    return Outcome(100 * given.weighted())


RULE = ScoringRule("percent_correct", _value)
