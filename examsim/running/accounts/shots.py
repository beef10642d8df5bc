"""Worked examples asked for and sent: counted, since a prompt that lost them in silence is another test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from examsim.models.open_model import needs_prompt
from examsim.running.run_plan import RunPlan
from scoring.types import Answer


def shots_sent(answers: Iterable[Answer]) -> dict[int, int]:
    """How many questions were sent with how many examples, most examples first."""
    return dict(sorted(Counter(a.shots for a in answers if a.shots is not None).items(), reverse=True))


def shots_record(plan: RunPlan, answers: Sequence[Answer]) -> dict[str, Any]:
    """What `run.json` holds of them: {"asked": 5, "sent": {"5": 196, "3": 4}}."""
    return {"asked": plan.shots, "sent": {str(n): count for n, count in shots_sent(answers).items()}}


def about_shots(plan: RunPlan, answers: Sequence[Answer]) -> list[str]:
    """Where fewer examples were sent than asked for, and why; where they came from the set itself."""
    if not needs_prompt(plan.model) or plan.shots == 0:
        return []
    if plan.development is None:
        if plan.exam.recipe is None and plan.settings.shots is None:
            return ["no worked examples for this exam: the prompt is zero-shot"] if plan.layout == "few-shot" else []
        return [f"{plan.shots} worked examples asked for, none at hand: the prompt is zero-shot"]
    lines = []
    told = plan.settings.shots is not None or plan.exam.recipe is not None
    fewer = {n: count for n, count in shots_sent(answers).items() if n < plan.shots}
    if fewer and (told or 0 in fewer):
        counts = ", ".join(f"{n} to {count} questions" for n, count in fewer.items())
        why = "; this layout shows explanations, and takes only examples that have one" if _without_words(plan) else ""
        lines.append(f"{plan.shots} worked examples asked for, fewer sent: {counts}{why}")
    if plan.development.head.note and plan.exam.source:
        lines.append(plan.development.head.note)
    return lines


def _without_words(plan: RunPlan) -> bool:
    held = plan.development.questions if plan.development else ()
    return plan.layout == "few-shot" and any(not q.explanation for q in held)
