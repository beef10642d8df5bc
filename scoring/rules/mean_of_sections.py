"""Mean of the sections' percentages, each section alike however many questions it has (the macro mean): MMLU.

Sections of which the form holds no question drop out, and the note says of how many the mean is.
"""

from __future__ import annotations

import numpy as np

from scoring.rules.means import mean_draws
from scoring.rules.rule import ScoringRule
from scoring.rules.rule_input import Outcome, RuleInput


def _value(given: RuleInput) -> Outcome:
    present = [s.id for s in given.exam.section if s.weight and s.id in given.proportions]
    if not present:
        return Outcome(None, note="no section has a question on this form")
    whole = sum(bool(s.weight) for s in given.exam.section)
    note = "" if len(present) == whole else f"mean of the {len(present)} of {whole} sections on this form"
    items = [c for c in given.item_scores if c.section in present and c.points is not None]
    draws = len(given.proportions[present[0]]) - 1
    if items and draws and not any(c.free for c in items):
        return Outcome(100 * mean_draws(given.exam, items, draws, given.seed), note=note)
    return Outcome(100 * np.mean([given.proportions[name] for name in present], axis=0), note=note)


RULE = ScoringRule("mean_of_sections", _value, partial=True)
"""`partial`: sections that are not on the form need no proportion."""
