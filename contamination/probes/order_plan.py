"""What the order test compares: shards of neighbouring questions, each in its own order and shuffled.

Questions that share a passage are one unit, and no shard crosses a section, so that a shuffle only breaks up what
could as well have stood in another order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from random import Random

from contamination.probe_types import ProbeItem

SEPARATOR = "\n\n"
MOST_SHARDS = 50  # as Oren et al.
SHARD = 10  # units in a shard, unless that made more than MOST_SHARDS
LEAST_SHARD = 3
LEAST_UNITS = 15


@dataclass(frozen=True)
class Unit:
    """Text that stays together: a question, or the questions on one passage with it."""

    items: tuple[ProbeItem, ...]

    @property
    def text(self) -> str:
        """The passage, where there is one, then the questions."""
        passage = self.items[0].passage
        return SEPARATOR.join([passage, *(i.text for i in self.items)] if passage else [i.text for i in self.items])


@dataclass(frozen=True)
class Shard:
    """Neighbouring units in the set's order, and orders to compare with: each a permutation of range(len(units))."""

    units: tuple[Unit, ...]
    shuffles: tuple[tuple[int, ...], ...]

    @property
    def orders(self) -> tuple[tuple[int, ...], ...]:
        """The set's own order, then the shuffled ones."""
        return (tuple(range(len(self.units))), *self.shuffles)

    def text(self, order: Sequence[int]) -> str:
        """The shard's text in an order."""
        return SEPARATOR.join(self.units[i].text for i in order)


@dataclass(frozen=True)
class OrderPlan:
    """`left_out`: questions beyond `most` and those of sections too short for a shard."""

    shards: tuple[Shard, ...]
    left_out: int

    @property
    def questions(self) -> int:
        """Questions in the shards."""
        return sum(len(u.items) for s in self.shards for u in s.units)


def plan_order(items: Sequence[ProbeItem], *, shuffles: int = 20, most: int = 1000, seed: int = 0) -> OrderPlan:
    """Cut the first `most` questions into shards and draw the shuffles: uniform, each for itself."""
    random = Random(seed)
    blocks = [_units(list(block)) for _, block in groupby(items[:most], key=lambda i: i.block)]
    blocks = [b for b in blocks if len(b) >= LEAST_SHARD]
    total = sum(map(len, blocks))
    size = max(SHARD if total >= 2 * LEAST_UNITS else 5, -(-total // MOST_SHARDS))
    shards = [
        Shard(tuple(units), tuple(tuple(random.sample(range(len(units)), len(units))) for _ in range(shuffles)))
        for block in blocks
        for units in _cut(block, size)
    ]
    plan = OrderPlan(tuple(shards), 0)
    return OrderPlan(plan.shards, len(items) - plan.questions)


def _units(items: Sequence[ProbeItem]) -> list[Unit]:
    found: list[Unit] = []
    for _, run in groupby(enumerate(items), key=lambda pair: pair[1].passage or pair[0]):
        found.append(Unit(tuple(item for _, item in run)))
    return found


def _cut(units: list[Unit], size: int) -> list[list[Unit]]:
    """Parts of nearly the same size, none shorter than a shard may be."""
    parts = max(1, len(units) // size)
    ends = [len(units) * n // parts for n in range(parts + 1)]
    return [units[a:b] for a, b in pairwise(ends)]
