"""Uniform Bar Exam: scaled MBE plus scaled written part, 200 points each.

The written raw score is the average grade of the essay sections by weight (MEE 0.6, MPT 0.4 of the written half); a
jurisdiction's line, or plain proportion, puts it on the 200-point scale (NCBE; the lines are in `exams/catalogue/ube`).
"""

from __future__ import annotations

from scoring.rules.rule import REQUIRED, ScoringRule
from scoring.rules.rule_input import Outcome, RuleInput, Step
from scoring.scales.scale import WHOLE


def _value(given: RuleInput) -> Outcome:
    mbe_scale, written_scale = given.conversions[given.parameters["mbe"]], given.conversions[WHOLE]
    average = given.weighted(tuple(given.parameters["written"]))
    written = written_scale.drawn(average, given.seed)
    total = mbe_scale.drawn(given.proportions[given.parameters["mbe"]], given.seed) + written
    step = Step("Written part", average * written_scale.out_of, written_scale.out_of, written, written_scale.scale.id)
    return Outcome(total, (step,))


RULE = ScoringRule(
    "mbe_written",
    _value,
    {"mbe": REQUIRED, "written": REQUIRED},
    whole_maximum=lambda _: 6.0,
    needs=lambda parameters: (parameters["mbe"], WHOLE),
)
