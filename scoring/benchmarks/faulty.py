"""The score without the questions that a published list calls faulty: a third column beside full and clean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scoring.item_score import ItemScore
from scoring.score_set import score_set
from scoring.scoring_plan import ScoringPlan
from scoring.types import CheckedQuestion, Faults, ScoreSet


def sound_score(
    plan: ScoringPlan,
    item_scores: Sequence[ItemScore],
    checked: Sequence[CheckedQuestion],
    n_resamples: int,
    seed: int,
) -> tuple[ScoreSet | None, Faults | None]:
    """The questions that no list calls faulty, scored; None, None where no list judges any question of the form.

    A question that one of several lists calls faulty is left out.
    """
    on_form = {c.question: c for c in item_scores}
    checked = [c for c in checked if c.question in on_form]
    if not checked:
        return None, None
    faulty = {c.question: c.kind for c in checked if c.faulty}
    judged = {c.question for c in checked}
    faults = Faults(
        lists=tuple(dict.fromkeys(c.list for c in checked)),
        checked=len(judged),
        faulty=tuple(name for name in on_form if name in faulty),
        kinds=dict(Counter(faulty.values()).most_common()),
        by_section=dict(Counter(on_form[name].section for name in faulty).most_common()),
        sources=tuple(dict.fromkeys(c.source for c in checked if c.source)),
        percent_sound=_percent([on_form[name] for name in judged if name not in faulty]),
        percent_faulty=_percent([on_form[name] for name in faulty]),
    )
    return score_set("sound", plan, [c for c in item_scores if c.question not in faulty], n_resamples, seed), faults


def _percent(item_scores: Sequence[ItemScore]) -> float | None:
    graded = [c for c in item_scores if c.points is not None]
    whole = sum(c.maximum for c in graded)
    return 100 * sum(c.points or 0.0 for c in graded) / whole if whole else None


def words(faults: Faults, questions: int) -> str:
    """'MMLU-Redux judged 5,691 of 14,042 questions, 369 faulty (6.5 %); the others are taken as sound'."""
    many = len(faults.faulty)
    share = 100 * many / faults.checked
    named = ", ".join(faults.lists)
    return (
        f"{named} judged {faults.checked:,} of {questions:,} questions, {many:,} of them faulty ({share:.2f} %): the "
        "column 'without faulty' leaves them out; questions that were not judged are taken as sound"
    )
