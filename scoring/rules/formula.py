"""A straight line on the weighted accuracy: GRE 130 + 40 × accuracy (GPT-4 report, appendix A.5)."""

from __future__ import annotations

from scoring.given import Given, Outcome
from scoring.rules.rule import REQUIRED, Rule


def _value(given: Given) -> Outcome:
    return Outcome(given.parameters["intercept"] + given.parameters["slope"] * given.weighted())


RULE = Rule("formula", _value, {"intercept": 0, "slope": REQUIRED})
