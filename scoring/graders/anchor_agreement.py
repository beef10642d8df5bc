"""How a grading model's points on anchors stand to the known ones: mean difference, exact and adjacent agreement.

Adjacent: at most a sixth of the maximum apart, which is one point on a scale of six, as for graders who disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from exams.form import Form
from scoring.graders.agreement import adjacent_agreement, exact_agreement
from scoring.types import AnchorGrade, Grade, Note

ADJACENT = 1 / 6  # of the maximum
HARSH = 1 / 12  # of the maximum: half a point of six; a larger mean difference is a warning


@dataclass(frozen=True)
class AnchorAgreement:
    """Of one grader. `difference` is its mean points less the known ones, as a share of the maximum; None of none."""

    grader: str
    anchors: int
    graded: int
    difference: float | None
    exact: float | None
    adjacent: float | None
    points: str = ""

    @property
    def line(self) -> str:
        """In words, for people."""
        if self.difference is None:
            return f"{self.grader} gave none of the {self.anchors} graded anchors points that could be used"
        few = "" if self.graded == self.anchors else f" ({self.anchors - self.graded} could not be graded)"
        return (
            f"{self.grader} on {self.anchors} graded anchors{few}: mean difference {self.points} points, exact "
            f"{self.exact:.0%}, within a sixth of the maximum {self.adjacent:.0%}"
        )


def anchor_agreement(grades: Iterable[AnchorGrade]) -> tuple[AnchorAgreement, ...]:
    """One record a grader, in the order of their first grade."""
    of: dict[str, list[AnchorGrade]] = {}
    for grade in grades:
        of.setdefault(grade.grader, []).append(grade)
    return tuple(_agreement(name, own) for name, own in of.items())


def _agreement(name: str, own: Sequence[AnchorGrade]) -> AnchorAgreement:
    had = [g for g in own if g.given is not None]
    if not had:
        return AnchorAgreement(name, len(own), 0, None, None, None)
    given, known = np.array([g.given for g in had], dtype=float), np.array([g.known for g in had])
    whole = np.array([g.max_points for g in had])
    return AnchorAgreement(
        name,
        len(own),
        len(had),
        float(((given - known) / whole).mean()),
        exact_agreement(given, known),
        adjacent_agreement(given / whole, known / whole, ADJACENT),
        f"{float((given - known).mean()):+.2f}",
    )


def notes_on_anchors(form: Form, grades: Iterable[Grade], on_anchors: Iterable[AnchorGrade]) -> tuple[Note, ...]:
    """A line for each model whose grades count: how it stands to the anchors, or that nobody knows.

    Nothing where no model graded a free response.
    """
    free = {q.id for q in form.questions if q.kind == "free_response"}
    graders = dict.fromkeys(g.grader for g in grades if g.grader_kind == "model" and g.question in free)
    found = {a.grader: a for a in anchor_agreement(on_anchors)}
    notes = []
    for name in graders:
        if (known := found.get(name)) is not None:
            off = known.difference is None or abs(known.difference) > HARSH
            notes.append(Note(level="warning" if off else "info", text=known.line))
        elif any(a.question in free for a in form.anchors):
            notes.append(Note(level="warning", text=f"{name} was not held against the form's graded anchors"))
        else:
            text = f"the form has no graded anchors: how strictly {name} grades is not known"
            notes.append(Note(level="info", text=text))
    held = {a.question for a in form.anchors}
    if found and (without := sorted(free - held)):
        notes.append(Note(level="info", text=f"no graded anchors for {', '.join(without[:8])}"))
    return tuple(notes)
