"""The scoring rules by the name that `exam.toml` uses. What each does: `scoring/README.md`."""

from __future__ import annotations

from typing import Any

from exams.errors import InputError
from exams.exam import Exam
from scoring.rules import (
    chart_sum,
    count,
    equilibrium_rating,
    formula,
    mbe_written,
    mean_of_sections,
    mean_points,
    percent_correct,
    right_blank_wrong,
    unscaled,
    weighted_composite,
)
from scoring.rules.rule import REQUIRED, ScoringRule
from scoring.scales.rounding import ROUNDINGS

RULES: dict[str, ScoringRule] = {
    module.RULE.name: module.RULE
    for module in (
        weighted_composite,
        chart_sum,
        formula,
        right_blank_wrong,
        percent_correct,
        count,
        mbe_written,
        mean_points,
        mean_of_sections,
        equilibrium_rating,
        unscaled,
    )
}
SHARED: dict[str, Any] = {"rounding": "half_even", "rater_sd": 0.0, "essay_sd": 0.0}


def rule_of(exam: Exam) -> tuple[ScoringRule, dict[str, Any]]:
    """The exam's rule and its parameters, defaults filled in. InputError for an unknown rule or parameter."""
    where = exam.folder / "exam.toml"
    rule = RULES.get(exam.score.rule)
    if rule is None:
        raise InputError(f"no scoring rule {exam.score.rule!r}", where=where, hint=f"rules are {', '.join(RULES)}")
    allowed = {**SHARED, **rule.parameters}
    for name in exam.score.parameters:
        if name not in allowed:
            hint = f"{rule.name} takes {', '.join(allowed)}"
            raise InputError(f"no parameter {name!r} of rule {rule.name}", where=where, hint=hint)
    parameters = {**allowed, **exam.score.parameters}
    for name, value in parameters.items():
        if value is REQUIRED:
            raise InputError(f"rule {rule.name} needs the parameter {name!r}", where=where, hint="add it")
    if parameters["rounding"] not in ROUNDINGS:
        raise InputError(f"no rounding {parameters['rounding']!r}", where=where, hint=f"use {', '.join(ROUNDINGS)}")
    return rule, parameters
