"""Points for right, blank and wrong answers: AMC 6 / 1.5 / 0 (Mathematical Association of America).

A model that answers everything and one that may leave blanks are told apart: beside the exam's own reading stand the
score without any credit for blanks, and the score if every question without a readable answer had been left blank.
"""

from __future__ import annotations

from scoring.item_score import ItemScore
from scoring.rules.rule import Parameters, ScoringRule
from scoring.rules.rule_input import Outcome, RuleInput

UNREAD = ("unparsed", "refused", "empty", "truncated", "too_long", "failed", "missing")


def _points(item_score: ItemScore, parameters: Parameters) -> float | None:
    if item_score.status in parameters["blank_statuses"]:
        return item_score.maximum * float(parameters["blank"]) / float(parameters["right"])
    if item_score.points is None or item_score.points > 0:
        return item_score.points
    return item_score.maximum * float(parameters["wrong"]) / float(parameters["right"])


def _value(given: RuleInput) -> Outcome:
    questions = sum(s.questions for s in given.exam.section)
    return Outcome(float(given.parameters["right"]) * questions * given.weighted())


def _variants(parameters: Parameters) -> tuple[tuple[str, Parameters], ...]:
    return (
        ("no credit for blanks (must answer everything)", {**parameters, "blank": parameters["wrong"]}),
        ("every question without a readable answer left blank", {**parameters, "blank_statuses": ("blank", *UNREAD)}),
    )


RULE = ScoringRule(
    "right_blank_wrong",
    _value,
    {"right": 6, "blank": 1.5, "wrong": 0, "blank_statuses": ("blank",)},
    points=_points,
    variants=_variants,
)
