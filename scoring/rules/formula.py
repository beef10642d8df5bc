"""A straight line on the weighted accuracy: GRE 130 + 40 × accuracy (GPT-4 report, appendix A.5)."""

from __future__ import annotations

from scoring.rules.rule import REQUIRED, ScoringRule
from scoring.rules.rule_input import Outcome, RuleInput


def _value(given: RuleInput) -> Outcome:
    return Outcome(given.parameters["intercept"] + given.parameters["slope"] * given.weighted())


RULE = ScoringRule("formula", _value, {"intercept": 0, "slope": REQUIRED})
