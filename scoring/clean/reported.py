"""The lower of full and clean is what is reported."""

from __future__ import annotations

from typing import Literal

from scoring.clean.floor import RULE
from scoring.types import Contamination, ScoreSet


def reported(
    full: ScoreSet, clean: ScoreSet | None, contamination: Contamination | None = None
) -> tuple[Literal["full", "clean"], str]:
    """Which set is reported, and why: the lower by score; full on a tie, and full where there is no clean score."""
    if clean is None:
        return "full", "no audit: nobody looked whether the questions are in a training corpus"
    if full.value is None:
        return "full", "n/a"
    if contamination is not None and contamination.too_few:
        return "full", f"full score: {contamination.too_few}{_seen(clean)}; {RULE}"
    if clean.value is None:
        return "full", f"full score: there is no clean one ({clean.note or 'n/a'})"
    flagged = 0 if contamination is None else len(contamination.flagged)
    without = f"without the {flagged} contaminated questions" if flagged != 1 else "without the contaminated question"
    if clean.value < full.value:
        return "clean", f"We report the score {without}; on all questions it is {full.value:g}"
    if clean.value > full.value:
        return "full", f"We report the score on all questions; {without} it would be {clean.value:g}"
    if flagged:
        return "full", f"We report the score on all questions; {without} it is the same"
    return "full", "We report the score on all questions; none was found in the corpus"


def _seen(clean: ScoreSet) -> str:
    """' (right on those: 50 %, 95 % interval 19–81 %)', by section where there are several."""
    told = []
    for section in clean.sections:
        if section.proportion is not None and section.proportion_interval is not None:
            low, high = section.proportion_interval.low, section.proportion_interval.high
            name = f"{section.name} " if len(clean.sections) > 1 else ""
            told.append(f"{name}{100 * section.proportion:.0f} %, 95 % interval {100 * low:.0f}–{100 * high:.0f} %")
    return f" (points on those: {'; '.join(told)})" if told else ""
