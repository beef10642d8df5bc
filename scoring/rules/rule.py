"""What a scoring rule is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scoring.item_score import ItemScore
from scoring.rules.rule_input import Outcome, RuleInput

Parameters = Mapping[str, Any]
REQUIRED = object()


def _as_earned(item_score: ItemScore, _: Parameters) -> float | None:
    return item_score.points


def _no_variants(_: Parameters) -> tuple[tuple[str, Parameters], ...]:
    return ()


def _needs_nothing(_: Parameters) -> tuple[str, ...]:
    return ()


def _one(_: RuleInput) -> float:
    return 1.0


@dataclass(frozen=True)
class ScoringRule:
    """`value` joins section proportions to the score; the rest has defaults.

    parameters: name → default, or REQUIRED. points: what an answer earns under this rule (blanks).
    whole_maximum: raw maximum of a whole-exam scale that names no `out_of`.
    needs: section ids (or "score") that must have a scale.
    partial: a score is told though sections are missing from the form; the rule sees those that are there.
    variants: other readings of the rule to show beside it, as (name, changed parameters).
    """

    name: str
    value: Callable[[RuleInput], Outcome]
    parameters: Parameters = field(default_factory=dict)
    points: Callable[[ItemScore, Parameters], float | None] = _as_earned
    whole_maximum: Callable[[RuleInput], float] = _one
    needs: Callable[[Parameters], tuple[str, ...]] = _needs_nothing
    variants: Callable[[Parameters], tuple[tuple[str, Parameters], ...]] = _no_variants
    partial: bool = False
