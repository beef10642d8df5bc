"""The clean set of a sitting, what became of it, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contamination.types import Audit
from scoring.clean.chance_drop import chance_drop
from scoring.clean.composition import composition
from scoring.clean.contamination_summary import summarise
from scoring.clean.floor import marked, too_few_left, withheld
from scoring.item_score import ItemScore
from scoring.rule_values import earned
from scoring.score_set import score_set
from scoring.scoring_plan import ScoringPlan
from scoring.types import Contamination, ScoreSet


@dataclass(frozen=True)
class CleanScore:
    """`marked`: the full set as it is reported where too few clean questions are left to tell; else None."""

    clean: ScoreSet
    contamination: Contamination
    marked: ScoreSet | None


def clean_score(
    plan: ScoringPlan,
    item_scores: Sequence[ItemScore],
    audit: Audit,
    full: ScoreSet,
    *,
    n_resamples: int,
    seed: int,
    with_floor: bool = True,
) -> CleanScore:
    """Score the questions that the audit does not flag, and say what their loss does.

    `with_floor` False tells a clean score however few questions are left, as the GPT-4 report did.
    """
    flagged = audit.flagged
    clean = score_set("clean", plan, [c for c in item_scores if c.question not in flagged], n_resamples, seed)
    reason = too_few_left(plan.exam, item_scores, flagged) if with_floor else ""
    points = earned(plan, plan.main, item_scores)
    doubtful = None
    if reason:
        clean, doubtful = withheld(clean, reason), marked(plan, full, points, flagged, seed)
    compositions = (composition(plan, points, flagged, by) for by in ("part", "topic"))
    contamination = summarise(plan.exam, item_scores, audit).model_copy(
        update={
            "too_few": reason,
            "chance": chance_drop(plan, points, flagged, full, clean, seed),
            "compositions": tuple(c for c in compositions if c is not None),
            "looked_for_meaning": audit.semantic is not None,
            "near_in_meaning": sum(i.semantic is not None and i.semantic.near for i in audit.items),
        }
    )
    return CleanScore(clean, contamination, doubtful)
