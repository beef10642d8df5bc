"""The clean score with the full form's composition: accuracy on the clean questions of each part, in the form's shares.

Taking questions away changes what a form is made of: an LSAT without its reading passages is a logic test. So the clean
accuracy is also worked out part by part (and topic by topic, where topics are recorded) and joined by the shares of the
points that the parts have on the whole form, which is direct standardisation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import numpy as np

from exams.exam import Section
from scoring.interval import proportion_draws
from scoring.item_score import ItemScore
from scoring.linking.carry import carried
from scoring.rule_values import rule_values
from scoring.scales.tables import FloatArray
from scoring.scoring_plan import ScoringPlan
from scoring.stratum import strata
from scoring.types import Composition

By = Literal["part", "topic"]


def composition(
    plan: ScoringPlan, item_scores: Sequence[ItemScore], flagged: Collection[str], by: By
) -> Composition | None:
    """The clean score put together `by` part or topic. `item_scores` are as earned under the exam's rule.

    None where nothing is flagged or no section names more than one part (topic). A part that is gone altogether makes
    the value None and is named in `gone`.
    """
    if not any(c.question in flagged for c in item_scores):
        return None
    proportions: dict[str, FloatArray] = {}
    gone: list[str] = []
    least: list[int] = []
    for section in plan.exam.section:
        own = [c for c in item_scores if c.section == section.id and c.points is not None]
        groups = _groups(plan, section, own, by)
        if len(groups) > 1:
            gone += [name for name, members in groups.items() if all(c.question in flagged for c in members)]
            least += [sum(c.question not in flagged for c in members) for members in groups.values()]
            alone = np.array([_standardised(groups, flagged)])
            proportions[section.id] = carried(plan.form, section.id, alone)
        else:
            parts = strata(section, [c for c in own if c.question not in flagged])
            if parts:
                alone = proportion_draws(parts, 0, np.random.default_rng(0))
                proportions[section.id] = carried(plan.form, section.id, alone)
    if not least:
        return None
    values = None if gone else rule_values(plan, plan.main, (), proportions, 0)[0]
    value = None if values is None else round(float(values[0]), 9)
    return Composition(by=by, value=value, gone=tuple(gone), least=min(least), groups=len(least))


def _groups(
    plan: ScoringPlan, section: Section, members: Sequence[ItemScore], by: By
) -> Mapping[str, Sequence[ItemScore]]:
    """Questions by the name of their part or topic; nothing where one has none, or parts are weighted anyway."""
    if any(p.weight is not None for p in section.parts):
        return {}
    parts = {p.id: p.name for p in section.parts}
    topics = {q.id: q.topic.partition(":")[0].strip() for q in plan.form.questions} if by == "topic" else {}
    groups: dict[str, list[ItemScore]] = {}
    for member in members:
        name = parts.get(member.part or "", "") if by == "part" else topics.get(member.question, "")
        groups.setdefault(name, []).append(member)
    return {} if "" in groups else groups


def _standardised(groups: Mapping[str, Sequence[ItemScore]], flagged: Collection[str]) -> float:
    whole = sum(c.maximum for members in groups.values() for c in members)
    total = 0.0
    for members in groups.values():
        left = [c for c in members if c.question not in flagged]
        if left:
            share = sum(c.maximum for c in members) / whole
            total += share * sum(c.points or 0.0 for c in left) / sum(c.maximum for c in left)
    return total
