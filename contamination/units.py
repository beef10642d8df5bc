"""What is looked for as a whole: each distinct question with its options, and each distinct passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contamination.gram_index import GramIndex, gram_index
from contamination.gram_kernel import ANCHORS, hash_places
from contamination.item_texts import ItemText
from contamination.seed_kernel import PLACE_BITS, SEED

SEED_LOW, SEED_HIGH = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0xFFFFFFFF)
MOST_UNITS = 8  # seeds of more units than this are boilerplate
# Weight of a byte by the number of units (0 to 8) that have the text around it. Text of one unit proves that unit;
# text of many, such as a common stem, proves none of them.
WEIGHTS = np.array([0, 16, 6, 3, 2, 2, 1, 1, 1], np.uint8)
SHORT_OPTION = 2  # weight of options too short for a seed, mostly numbers
PAD = bytes(64)


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Unit u is text[starts[u]:starts[u + 1]]; its options begin `stems[u]` bytes into it.

    owners    for every unit the numbers of the questions whose text or passage it is
    passages  bool: the unit is a passage
    weights   uint8, one for each byte of `text`: how far it is this unit's own, 0 to 16
    sums      int64 (units, 2): sum of the weights of the question, of the options
    index     the seeds of all units
    """

    text: NDArray[np.uint8]
    starts: NDArray[np.int64]
    stems: NDArray[np.int64]
    owners: tuple[tuple[int, ...], ...]
    passages: NDArray[np.bool_]
    weights: NDArray[np.uint8]
    sums: NDArray[np.int64]
    index: GramIndex


def units_of(texts: Sequence[ItemText], passages: Sequence[bytes]) -> Units:
    """Units in the order of the questions, then of the passages. Questions without letters and digits have none."""
    owners: dict[tuple[bytes, ...], list[int]] = {}
    leaning: list[list[int]] = [[] for _ in passages]
    for number, item in enumerate(texts):
        if item.whole:
            owners.setdefault((item.question, *item.options), []).append(number)
        if item.passage >= 0:
            leaning[item.passage].append(number)
    pieces = [*owners, *((p,) for p in passages)]
    text = np.frombuffer(b"".join(b"".join(p) for p in pieces) + PAD, np.uint8)
    starts = np.array([0, *accumulate(sum(map(len, p)) for p in pieces)], np.int64)
    stems = np.array([len(p[0]) for p in pieces], np.int64)
    places, units = _seed_places(pieces)
    hashes = np.empty(len(places), np.uint64)
    hash_places(text, places, SEED_LOW, SEED_HIGH, hashes)
    shared = _units_by_seed(hashes, units)
    weights = _weights(pieces, len(text), places, shared)
    sums = np.concatenate(([0], np.cumsum(weights, dtype=np.int64)))
    middle = sums[starts[:-1] + stems]
    inside = places - starts[units]
    indexed = np.isin(text[places] & 7, ANCHORS) & (inside < 1 << PLACE_BITS)
    indexed &= (shared <= MOST_UNITS) & _first_in_unit(hashes, units)
    return Units(
        text=text,
        starts=starts,
        stems=stems,
        owners=tuple(map(tuple, [*owners.values(), *leaning])),
        passages=np.arange(len(pieces)) >= len(owners),
        weights=weights,
        sums=np.stack((middle - sums[starts[:-1]], sums[starts[1:]] - middle), axis=1),
        index=gram_index(hashes[indexed], units[indexed] << PLACE_BITS | inside[indexed]),
    )


def _segments(pieces: Sequence[tuple[bytes, ...]]) -> Iterator[tuple[int, int, int]]:
    """(unit, place, length) of each question, option and passage."""
    place = 0
    for unit, parts in enumerate(pieces):
        for part in parts:
            yield unit, place, len(part)
            place += len(part)


def _seed_places(pieces: Sequence[tuple[bytes, ...]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where seeds start, and of which unit; none reaches from one option into the next."""
    table = np.array([s for s in _segments(pieces) if s[2] >= SEED], np.int64).reshape(-1, 3)
    counts = table[:, 2] - SEED + 1
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(table[:, 1], counts) + within, np.repeat(table[:, 0], counts)


def _units_by_seed(hashes: NDArray[np.uint64], units: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each seed the number of distinct units that have it."""
    order = np.lexsort((units, hashes))
    ordered, of = hashes[order], units[order]
    first = np.ones(len(ordered), bool)
    first[1:] = ordered[1:] != ordered[:-1]
    distinct = first.copy()
    distinct[1:] |= of[1:] != of[:-1]
    group = np.cumsum(first) - 1
    shared = np.empty(len(hashes), np.int64)
    shared[order] = np.bincount(group[distinct], minlength=len(group) and group[-1] + 1)[group]
    return shared


def _first_in_unit(hashes: NDArray[np.uint64], units: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a seed is the first of its kind in its unit; a second place would only give votes out of step."""
    order = np.lexsort((units, hashes))  # stable, so that places stay in order
    first = np.ones(len(order), bool)
    first[1:] = (hashes[order][1:] != hashes[order][:-1]) | (units[order][1:] != units[order][:-1])
    kept = np.empty(len(order), bool)
    kept[order] = first
    return kept


def _weights(
    pieces: Sequence[tuple[bytes, ...]], size: int, places: NDArray[np.int64], shared: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """A byte's weight is that of the seed around it; near the ends of a segment, of the nearest seed."""
    weights: NDArray[Any] = np.zeros(size, np.uint8)
    around = SEED // 2
    weights[places + around] = np.where(shared <= MOST_UNITS, WEIGHTS[np.minimum(shared, MOST_UNITS)], 0)
    for _, place, length in _segments(pieces):
        if length < SEED:
            weights[place : place + length] = SHORT_OPTION
        else:
            first, last = place + around, place + length - SEED + around
            weights[place:first] = weights[first]
            weights[last + 1 : place + length] = weights[last]
    return weights
