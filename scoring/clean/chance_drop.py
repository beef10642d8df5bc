"""How much lower the reported score would be if as many questions had been taken away at random.

Taking the lower of two scores lowers it even where contamination did nothing. From each weighted part as many graded
questions as were flagged are drawn without replacement (multivariate hypergeometric: questions with the same points are
alike), the rest is scored, and the lower of that and the full score is kept. One-sided p: the share of such removals
whose drop is at least the one seen (Phipson & Smyth 2010: both counts plus one). Passages are not kept together.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from scoring.item_score import ItemScore
from scoring.rule_values import rule_values
from scoring.scales.tables import FloatArray
from scoring.scoring_plan import ScoringPlan
from scoring.stratum import by_weighted_part
from scoring.types import ChanceDrop, ScoreSet

REMOVALS = 2000


def chance_drop(
    plan: ScoringPlan,
    item_scores: Sequence[ItemScore],
    flagged: Collection[str],
    full: ScoreSet,
    clean: ScoreSet,
    seed: int = 0,
) -> ChanceDrop | None:
    """The drop seen beside the drop by chance. `item_scores` are as earned under the exam's rule.

    None where nothing is flagged, a score is missing, or the rule looks at single questions (Codeforces).
    """
    hit = [c for c in item_scores if c.question in flagged and c.points is not None]
    if not hit or full.value is None or clean.value is None:
        return None
    rng = np.random.default_rng([seed, 9])
    proportions: dict[str, FloatArray] = {}
    for section in plan.exam.section:
        parts = by_weighted_part(section, [c for c in item_scores if c.section == section.id and c.points is not None])
        if parts:
            total = sum(weight for weight, _, _ in parts)
            kept = [(weight / total) * _kept(members, flagged, rng) for weight, _, members in parts]
            proportions[section.id] = np.sum(kept, axis=0)
    values, _ = rule_values(plan, plan.main, (), proportions, seed)
    if values is None or len(values) != REMOVALS or not np.isfinite(values).all():
        return None
    drops = full.value - np.minimum(full.value, values)
    seen = full.value - min(full.value, clean.value)
    return ChanceDrop(
        removed=len(hit),
        of=sum(c.points is not None for c in item_scores),
        seen=round(seen, 9),
        expected=float(drops.mean()),
        p_value=float((1 + (drops >= seen - 1e-9).sum()) / (1 + REMOVALS)),
        removals=REMOVALS,
    )


def _kept(members: Sequence[ItemScore], flagged: Collection[str], rng: np.random.Generator) -> FloatArray:
    """Shape (REMOVALS,): share of the points earned on what a random removal leaves."""
    pairs = np.array([(c.points or 0.0, c.maximum) for c in members])
    left = sum(c.question not in flagged for c in members)
    kinds, counts = np.unique(pairs, axis=0, return_counts=True)
    times = rng.multivariate_hypergeometric(counts, left, size=REMOVALS, method="marginals")
    with np.errstate(invalid="ignore"):
        result: FloatArray = (times @ kinds[:, 0]) / (times @ kinds[:, 1])
    return result
