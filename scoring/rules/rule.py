"""What a scoring rule is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scoring.item_score import Credit
from scoring.rules.rule_input import Given, Outcome

Parameters = Mapping[str, Any]
REQUIRED = object()


def _as_earned(credit: Credit, _: Parameters) -> float | None:
    return credit.points


def _no_variants(_: Parameters) -> tuple[tuple[str, Parameters], ...]:
    return ()


def _needs_nothing(_: Parameters) -> tuple[str, ...]:
    return ()


def _one(_: Given) -> float:
    return 1.0


@dataclass(frozen=True)
class Rule:
    """`value` joins section fractions to the score; the rest has defaults.

    parameters: name → default, or REQUIRED. points: what an answer earns under this rule (blanks).
    whole_maximum: raw maximum of a whole-exam scale that names no `out_of`.
    needs: section ids (or "score") that must have a scale.
    variants: other readings of the rule to show beside it, as (name, changed parameters).
    """

    name: str
    value: Callable[[Given], Outcome]
    parameters: Parameters = field(default_factory=dict)
    points: Callable[[Credit, Parameters], float | None] = _as_earned
    whole_maximum: Callable[[Given], float] = _one
    needs: Callable[[Parameters], tuple[str, ...]] = _needs_nothing
    variants: Callable[[Parameters], tuple[tuple[str, Parameters], ...]] = _no_variants
