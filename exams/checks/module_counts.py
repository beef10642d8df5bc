"""Adaptive exams: whether a form holds the modules that its exam routes between, the first one at its length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from exams.exam import Exam
from exams.question import Question


@dataclass
class ModuleCounts:
    """Points of each module of a form, by section and module."""

    points: Counter[tuple[str, str | None]] = field(default_factory=Counter)

    def add(self, question: Question) -> None:
        """Count one question."""
        self.points[question.section, question.module] += question.points  # type: ignore[assignment]  # may be 0.5

    def faults(self, exam: Exam) -> Iterator[tuple[Literal["error", "warning"], str]]:
        """Level and wording: no first module is an error, one that is shorter or longer than the exam's a warning."""
        for routing in exam.routing:
            of = {module: self.points[routing.section, module] for module in routing.modules}
            if not any(of.values()):
                continue
            if not of[routing.first]:
                yield "error", f"no question of module {routing.first!r}, which everybody sits first"
            elif of[routing.first] != routing.first_points:
                had = f"{of[routing.first]:g} points, not {routing.first_points:g}"
                yield "warning", f"module {routing.first!r} has {had}: thresholds are taken in proportion"
            if not any(of[m.id] for m in routing.module):
                yield "error", f"no question of any second module of section {routing.section!r}"
            lengths = {of[m.id] for m in routing.module if of[m.id]}
            if len(lengths) > 1:
                yield "warning", f"the second modules of section {routing.section!r} differ in their points"
