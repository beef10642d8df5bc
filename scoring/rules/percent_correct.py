"""Percent of the points, weighted by section: MKSAP, sommelier."""

from __future__ import annotations

from scoring.rules.rule import Rule
from scoring.rules.rule_input import Given, Outcome


def _value(given: Given) -> Outcome:
    return Outcome(100 * given.weighted())


RULE = Rule("percent_correct", _value)
