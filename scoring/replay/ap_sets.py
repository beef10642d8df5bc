"""The AP grades of Table 1 under both sets of cut points, and where the sets disagree."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.replay.published import table
from scoring.replay.sittings import DEFAULT, exam_of, readings, vision

SETS = ("set-a", "set-b")


@dataclass(frozen=True)
class ApGrade:
    """Reported grade of one AP exam: as printed, and under set A and set B."""

    name: str
    printed: str
    by_set: tuple[float | None, ...]

    @property
    def agrees(self) -> tuple[bool, ...]:
        """Which of the sets give the printed grade."""
        return tuple(value is not None and f"{value:g}" == self.printed for value in self.by_set)


def ap_grades() -> list[ApGrade]:
    """One entry per AP exam of Table 1, in its order."""
    return [
        ApGrade(row["name"], row["gpt4_score"], tuple(_reported(row["exam"], name) for name in SETS))
        for row in table("table1")
        if exam_of(row["exam"]).family == "ap"
    ]


def _reported(exam_id: str, scale: str) -> float | None:
    exam = exam_of(exam_id)
    label = next(s.label for s in exam.scale if s.id == scale)
    default = next(s for s in exam.scale if s.default)
    found = {reading.how: reading.value for reading in readings(vision()[exam_id], "reported")}
    return found[DEFAULT] if default.id == scale else found[label]
