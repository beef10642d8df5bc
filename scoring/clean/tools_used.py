"""A model that searched the web or called a tool during the exam has no clean score: it may have read the answers."""

from __future__ import annotations

from scoring.clean.reported import reported
from scoring.types import ExamScore, Note, ScoreSet


def refuse_clean(score: ExamScore, with_tools: int, answers: int) -> ExamScore:
    """`score` without its clean result where `with_tools` of the `answers` were given with tools, and with a warning.

    A corpus audit says what a model may have seen in training; what it fetched during the exam no audit can see.
    """
    if not with_tools:
        return score
    said = f"the model searched the web or called a tool in {with_tools} of {answers} answers"
    note = Note(level="warning", text=f"{said}; the clean score is refused, since no audit sees what was fetched")
    clean = None if score.clean is None else _withheld(score.clean, said)
    which, why = reported(score.full, clean) if clean else (score.reported, score.reported_note)
    return score.model_copy(
        update={"clean": clean, "reported": which, "reported_note": why, "notes": (note, *score.notes)}
    )


def _withheld(clean: ScoreSet, why: str) -> ScoreSet:
    return ScoreSet(
        which="clean",
        questions=clean.questions,
        value=None,
        text="n/a",
        sections=clean.sections,
        note=f"refused: {why}",
    )
