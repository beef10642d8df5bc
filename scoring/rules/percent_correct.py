"""Percent of the points, weighted by section: MKSAP, sommelier."""

from __future__ import annotations

from scoring.given import Given, Outcome
from scoring.rules.rule import Rule


def _value(given: Given) -> Outcome:
    return Outcome(100 * given.weighted())


RULE = Rule("percent_correct", _value)
