"""Mean of the essays' grades on one scale, to half points: GRE analytical writing, 0–6 (ETS)."""

from __future__ import annotations

from scoring.rules.rule import ScoringRule
from scoring.rules.rule_input import Outcome, RuleInput


def _value(given: RuleInput) -> Outcome:
    return Outcome(float(given.parameters["out_of"]) * given.weighted())


RULE = ScoringRule("mean_points", _value, {"out_of": 6})
