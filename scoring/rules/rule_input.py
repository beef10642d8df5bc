"""What a scoring rule is given, and what it returns. Arrays hold the score itself first, then random draws of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exams.exam import Exam
from exams.form import Form
from scoring.item_score import ItemScore
from scoring.scales.scale import Conversion
from scoring.scales.tables import FloatArray


@dataclass(frozen=True)
class RuleInput:
    """Proportions of the maximum by section, each of shape (1 + draws,), and the scales in force.

    `conversions` is keyed by section id, and by "score" for the whole-exam scale. `item_scores` and `form` are for
    rules that look at single questions.
    """

    exam: Exam
    proportions: Mapping[str, FloatArray]
    conversions: Mapping[str, Conversion]
    parameters: Mapping[str, Any]
    item_scores: tuple[ItemScore, ...] = ()
    form: Form | None = None
    seed: int = 0

    def weighted(self, sections: tuple[str, ...] | None = None) -> FloatArray:
        """Σ weight × proportion over the sections (default: all), weights scaled to sum to 1."""
        chosen = [s for s in self.exam.section if sections is None or s.id in sections]
        total = sum(s.weight for s in chosen)
        result: FloatArray = sum((self.proportions[s.id] * (s.weight / total) for s in chosen if s.weight), np.zeros(1))
        return result


@dataclass(frozen=True)
class Step:
    """A number on the way to the score that a reader wants to see: AP composite, the UBE's written part."""

    name: str
    raw: FloatArray
    raw_max: float
    value: FloatArray
    scale: str = ""


@dataclass(frozen=True)
class Outcome:
    """The score before it is rounded to the exam's step; `value` None = n/a, with the reason in `note`.

    `no_percentile`: why the score must not be placed among people; '' = it may.
    """

    value: FloatArray | None
    steps: tuple[Step, ...] = ()
    note: str = field(default="")
    no_percentile: str = field(default="")
