"""The lower of full and clean is what is reported."""

from __future__ import annotations

from typing import Literal

from scoring.types import ScoreSet


def reported(full: ScoreSet, clean: ScoreSet | None) -> tuple[Literal["full", "clean"], str]:
    """Which set is reported, and why: the lower by score; full on a tie, and full where there is no clean score."""
    if clean is None:
        return "full", "no audit: nobody looked whether the questions stand in a training corpus"
    if full.value is None:
        return "full", "n/a"
    if clean.value is None:
        return "full", f"full score: there is no clean one ({clean.note or 'n/a'})"
    if clean.value < full.value:
        return "clean", "the lower of the two: clean"
    if clean.value > full.value:
        return "full", "the lower of the two: full"
    return "full", "full and clean agree"
