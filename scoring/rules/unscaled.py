"""No public conversion from raw points exists: the score is n/a and the percent correct stands. USMLE Step 2 CK."""

from __future__ import annotations

from scoring.rules.rule import ScoringRule
from scoring.rules.rule_input import Outcome, RuleInput


def _value(given: RuleInput) -> Outcome:
    return Outcome(None, note=f"no public table turns raw points into the {given.exam.score.name}")


RULE = ScoringRule("unscaled", _value)
