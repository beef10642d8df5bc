"""Mean of the essays' grades on one scale, to half points: GRE analytical writing, 0–6 (ETS)."""

from __future__ import annotations

from scoring.rules.rule import Rule
from scoring.rules.rule_input import Given, Outcome


def _value(given: Given) -> Outcome:
    return Outcome(float(given.parameters["out_of"]) * given.weighted())


RULE = Rule("mean_points", _value, {"out_of": 6})
