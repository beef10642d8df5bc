"""Scores that a paper can get, so that 4.5 on an exam graded 1 to 5 is refused instead of looked up."""

from __future__ import annotations

import math
from dataclasses import dataclass

from exams.errors import InputError
from exams.exam import Exam
from scoring.scales.scale import WHOLE, scale_limits


@dataclass(frozen=True)
class Steps:
    """Every possible score is `low + n × step` up to `high` (which may be infinite), without `gaps`."""

    low: float
    high: float
    step: float
    gaps: tuple[float, ...] = ()

    def neighbours(self, score: float) -> tuple[float, float]:
        """The next possible scores below and above an impossible one."""
        n = (score - self.low) / self.step
        below, above = math.floor(n + 1e-9), math.ceil(n - 1e-9)
        while self._gap(below):
            below -= 1
        while self._gap(above):
            above += 1
        return round(self.low + below * self.step, 6), round(self.low + above * self.step, 6)

    def holds(self, score: float) -> bool:
        """Whether the score can be got."""
        n = (score - self.low) / self.step
        return self.low <= score <= self.high and abs(n - round(n)) < 1e-6 and not self._gap(round(n))

    def _gap(self, n: int) -> bool:
        return any(abs(self.low + n * self.step - gap) < 1e-6 for gap in self.gaps)


def score_steps(exam: Exam, of: str = WHOLE) -> Steps | None:
    """Steps of the whole score, or of section `of`; None where nothing says in which steps a section is told."""
    if of == WHOLE:
        score = exam.score
        return Steps(
            score.min, math.inf if score.max is None else score.max, score.possible_step or score.step, score.gaps
        )
    scaled = exam.section_named(of).scaled
    if scaled is not None:
        return Steps(scaled.min, scaled.max, scaled.step)
    steps = {s.step for s in exam.scale if s.section == of}
    step = next(iter(steps)) if len(steps) == 1 else None
    return None if step is None else Steps(*norm_limits(exam, of), step)


def check_possible(exam: Exam, score: float, of: str = WHOLE) -> None:
    """InputError for a score outside the scale, or between two scores that there are, which are named."""
    low, high = norm_limits(exam, of)
    name = exam.id if of == WHOLE else f"{exam.id}, {of}"
    if not (math.isfinite(score) and low <= score <= high):
        top = "no upper end" if math.isinf(high) else f"{high:g}"
        raise InputError(f"{score:g} is outside the scale of {name}: {low:g} to {top}")
    steps = score_steps(exam, of)
    if steps is not None and not steps.holds(score):
        below, above = steps.neighbours(score)
        raise InputError(
            f"nobody can score {score:g} on {name}", hint=f"the nearest scores are {below:g} and {above:g}"
        )


def norm_limits(exam: Exam, of: str) -> tuple[float, float]:
    """Least and greatest score of the whole exam, or of section `of` over all its scales."""
    if of == "score":
        return exam.score.min, float("inf") if exam.score.max is None else exam.score.max
    scaled = exam.section_named(of).scaled
    if scaled is not None:
        return scaled.min, scaled.max
    scales = [scale_limits(exam, s) for s in exam.scale if s.section == of]
    if not scales:
        return 0.0, float("inf")
    return min(low for low, _ in scales), max(high for _, high in scales)
