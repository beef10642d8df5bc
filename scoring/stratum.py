"""Graded questions that are pooled by points: a section, or one weighted part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exams.exam import Section
from scoring.item_score import ItemScore
from scoring.scales.tables import FloatArray

FEW_RESPONSES = 5


@dataclass(frozen=True)
class Stratum:
    """Graded questions that are pooled by points, and their weight in the section.

    `blank`: every one was left blank on purpose, as every other would be, so that nothing about them is uncertain.
    """

    weight: float
    points: FloatArray
    maximum: FloatArray
    clusters: tuple[str, ...]
    free: bool
    blank: bool = False

    @property
    def proportion(self) -> float:
        """Share of the points earned."""
        return float(self.points.sum() / self.maximum.sum())

    @property
    def right_or_wrong(self) -> bool:
        """Whether the questions are right or wrong, and not more or less good as essays are.

        Free responses count as such where there are `FEW_RESPONSES` or more and none of them earned a part.
        """
        if not self.free:
            return True
        if len(self.points) < FEW_RESPONSES:
            return False
        full, none = abs(self.points - self.maximum) < 1e-8 * self.maximum, abs(self.points) < 1e-8
        return bool((full | none).all())

    def by_cluster(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Points, maximum and number of questions of each passage (or question that stands alone)."""
        if len(set(self.clusters)) == len(self.clusters):
            return self.points, self.maximum, np.ones(len(self.points))
        _, index = np.unique(np.array(self.clusters), return_inverse=True)
        points, maximum = np.bincount(index, self.points), np.bincount(index, self.maximum)
        return points.astype(float), maximum.astype(float), np.bincount(index).astype(float)


def strata(section: Section, item_scores: Sequence[ItemScore]) -> tuple[Stratum, ...]:
    """Graded questions by weighted part; one stratum where parts carry no weight; empty if nothing is graded."""
    parts = by_weighted_part(section, [c for c in item_scores if c.points is not None])
    total = sum(weight for weight, _, _ in parts)
    return tuple(_stratum(weight / total, members) for weight, _, members in parts)


def by_weighted_part(
    section: Section, item_scores: Sequence[ItemScore]
) -> tuple[tuple[float, str, Sequence[ItemScore]], ...]:
    """(weight, id of the part, its questions) of each part that has questions; the whole section, with the id '',
    where parts carry no weight or a question names none of them."""
    weights = {p.id: p.points / section.points if p.weight is None else p.weight for p in section.parts}
    weighted = any(p.weight is not None for p in section.parts)
    if not item_scores:
        return ()
    if not weighted or any(c.part not in weights for c in item_scores):
        return ((1.0, "", item_scores),)
    found = {part: [c for c in item_scores if c.part == part] for part in weights}
    return tuple((weights[part], part, members) for part, members in found.items() if members)


def _stratum(weight: float, members: Sequence[ItemScore]) -> Stratum:
    # sorted by what is drawn, so that the order of questions cannot change a seeded result
    rows = sorted((c.cluster, c.points or 0.0, c.maximum) for c in members)
    return Stratum(
        weight=weight,
        points=np.array([r[1] for r in rows]),
        maximum=np.array([r[2] for r in rows]),
        clusters=tuple(r[0] for r in rows),
        free=members[0].free,
        blank=all(c.status == "blank" for c in members),
    )
