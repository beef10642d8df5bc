"""No public conversion from raw points exists: the score is n/a and the percent correct stands. USMLE Step 2 CK."""

from __future__ import annotations

from scoring.rules.rule import Rule
from scoring.rules.rule_input import Given, Outcome


def _value(given: Given) -> Outcome:
    return Outcome(None, note=f"no public table turns raw points into the {given.exam.score.name}")


RULE = Rule("unscaled", _value)
