"""Whether enough of a form is left for a clean score: the rule, and what is reported where there is not.

Each weighted part (a section, or a part of it with a weight of its own) from which questions were taken must keep
half of them, so that what remains is still most of the exam, and ten: the 95 % interval of 5 right of 10 is 19–81 %
(Clopper–Pearson), with fewer it says next to nothing. One free response is enough beside the half: points between
nothing and all spread about a third as far as right and wrong (0.15 against 0.5), so that one tells as much as ten.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from zlib import crc32

import numpy as np

from exams.exam import Exam
from scoring.interval import interval_of, proportion_draws
from scoring.item_score import ItemScore
from scoring.linking.carry import carried
from scoring.rule_values import rule_values
from scoring.scales.scale import WHOLE
from scoring.scales.tables import FloatArray
from scoring.scoring_plan import ScoringPlan
from scoring.standing_of import standing_of
from scoring.stratum import by_weighted_part, strata
from scoring.types import ScoreSet

LEAST_SHARE = 0.5
LEAST_QUESTIONS = 10
DRAWS = 1000
RULE = f"a clean score needs {100 * LEAST_SHARE:.0f} % of each weighted part and {LEAST_QUESTIONS} questions (1 essay)"


def too_few_left(exam: Exam, item_scores: Sequence[ItemScore], flagged: Collection[str]) -> str:
    """'too few questions left to tell: 9 of 100'; '' where enough is left of every weighted part."""
    short = []
    for section in exam.section:
        if not section.weight:
            continue
        parts = by_weighted_part(section, [c for c in item_scores if c.section == section.id])
        names = {p.id: p.name for p in section.parts}
        for _, part, members in parts:
            left = [c for c in members if c.question not in flagged]
            least = 1 if members[0].free else LEAST_QUESTIONS
            if len(left) < len(members) and (len(left) < LEAST_SHARE * len(members) or len(left) < least):
                name = f"{names.get(part, section.name)} " if len(exam.section) > 1 or len(parts) > 1 else ""
                short.append(f"{name}{len(left)} of {len(members)}")
    return f"too few questions left to tell: {', '.join(short)}" if short else ""


def withheld(clean: ScoreSet, reason: str) -> ScoreSet:
    """The clean set without a score and with what is left to see: accuracy by section and its interval."""
    sections = tuple(
        s.model_copy(update={"scaled": None, "scaled_interval": None, "percentiles": ()}) for s in clean.sections
    )
    passes = tuple(p.model_copy(update={"passed": None, "certain": False}) for p in clean.passes)
    nothing = {"value": None, "interval": None, "percentiles": (), "alternatives": (), "components": ()}
    changed = {"text": f"n/a ({reason})", "note": reason, "sections": sections, "passes": passes}
    return clean.model_copy(update={**nothing, **changed})


def marked(
    plan: ScoringPlan, full: ScoreSet, points: Sequence[ItemScore], flagged: Collection[str], seed: int
) -> ScoreSet:
    """The full set as it is reported where too few clean questions are left: same score, intervals stretched down.

    The low end is what the clean questions leave possible; a section of which none is left may be worth nothing. So no
    question more or less moves the reported score out of its own interval, whichever is flagged. `points` as earned.
    """
    if full.interval is None or full.value is None:
        return full
    least = _lowest(plan, points, flagged, seed)
    if least is None or least >= full.interval.low:
        return full
    method = f"{full.interval.method}; stretched down to what the clean questions leave possible"
    interval = full.interval.model_copy(update={"low": least, "method": method})
    standing = standing_of(plan, full.value, interval, by_scale=full.by_scale)
    passes = tuple(
        p.model_copy(update={"certain": False}) if mark.of == WHOLE and least < mark.cut_score <= interval.high else p
        for p, mark in zip(full.passes, plan.exam.pass_mark, strict=True)
    )
    return full.model_copy(update={"interval": interval, "percentiles": standing, "passes": passes})


def _lowest(plan: ScoringPlan, points: Sequence[ItemScore], flagged: Collection[str], seed: int) -> float | None:
    proportions: dict[str, FloatArray] = {}
    for section in plan.exam.section:
        parts = strata(section, [c for c in points if c.section == section.id and c.question not in flagged])
        rng = np.random.default_rng([seed, crc32(section.id.encode())])
        whole = len(by_weighted_part(section, [c for c in points if c.section == section.id]))
        drawn = proportion_draws(parts, DRAWS, rng) if len(parts) == whole else np.zeros(1 + DRAWS)
        proportions[section.id] = carried(plan.form, section.id, drawn, seed)
    values, _ = rule_values(plan, plan.main, (), proportions, seed)
    return None if values is None else interval_of(values, "").low
