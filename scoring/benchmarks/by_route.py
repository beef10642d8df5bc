"""A benchmark whose questions are put two ways is two benchmarks: its score says which, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exams.exam import Exam
from scoring.types import ExamScore, Note

LIKELIHOOD = "likelihood"


def named_by_route(score: ExamScore, exam: Exam, route: Mapping[str, Any]) -> ExamScore:
    """The score under the name of what was asked, from the run's record of its route; as it is where options were
    shown. Published values of models are of the form that names a letter, so they do not stand beside the other."""
    if route.get("route") != LIKELIHOOD:
        return score
    by = f"likelihood by {route.get('normalisation')}"
    recipe = exam.recipe
    other = recipe is not None and recipe.route != LIKELIHOOD
    kept = tuple(r for r in score.references if r.kind != "model" or not other)
    how = recipe.likelihood.about if recipe and recipe.likelihood else ""
    told = f"asked by likelihood: no options shown, {how or 'the words of each scored after the question'}"
    if left := len(score.references) - len(kept):
        told += f"; another benchmark than the one that asks for a letter, whose {left} published values are left out"
    return score.model_copy(
        update={
            "asked": by,
            "exam_short": f"{score.exam_short} ({by})",
            "references": kept,
            "notes": (*score.notes, Note(level="info", text=told)),
        }
    )
