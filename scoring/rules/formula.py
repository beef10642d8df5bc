"""A straight line on the weighted accuracy: GRE 130 + 40 × accuracy (GPT-4 report, appendix A.5)."""

from __future__ import annotations

from scoring.rules.rule import REQUIRED, Rule
from scoring.rules.rule_input import Given, Outcome


def _value(given: Given) -> Outcome:
    return Outcome(given.parameters["intercept"] + given.parameters["slope"] * given.weighted())


RULE = Rule("formula", _value, {"intercept": 0, "slope": REQUIRED})
