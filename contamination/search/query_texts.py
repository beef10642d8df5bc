"""What is looked for as a whole: each distinct question with its options, and each distinct passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.ngram_index import NgramIndex, ngram_index
from contamination.kernels.ngram_kernel import ANCHORS, hash_places
from contamination.kernels.seed_kernel import PLACE_BITS, SEED
from contamination.search.common_seeds import is_common
from contamination.search.item_texts import ItemText
from contamination.search.string_set import PAD, StringSet, string_set

SEED_LOW, SEED_HIGH = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0xFFFFFFFF)
MOST_SHARED = 255  # what counts as shared by all: common English
MOST_UNITS = 8  # seeds of more units than this are boilerplate
# Weight of a byte by the number of units (0 to 8) that have the text around it. Text of one unit proves that unit;
# text of many, such as a common stem, proves none of them.
WEIGHTS = np.array([0, 16, 6, 3, 2, 2, 1, 1, 1], np.uint8)
SHORT_OPTION = 2  # weight of options too short for a seed, mostly numbers


@dataclass(frozen=True, slots=True, eq=False)
class QueryTexts:
    """Unit u is text[starts[u]:starts[u + 1]]; its options begin `stems[u]` bytes into it.

    owners    for every unit the numbers of the questions whose text or passage it is
    passages  bool: the unit is a passage
    weights   uint8, one for each byte of `text`: how far it is this unit's own, 0 to 16
    sums      int64 (units, 2): sum of the weights of the question, of the options
    strings   looked for letter by letter in the same pass
    apart     int64: the numbers of those strings that have no gram at an anchor, to be looked for otherwise
    index     the seeds of all units, as unit << PLACE_BITS | place in it, and one gram of each string, as if it were
              a unit after the others
    """

    text: NDArray[np.uint8]
    starts: NDArray[np.int64]
    stems: NDArray[np.int64]
    owners: tuple[tuple[int, ...], ...]
    passages: NDArray[np.bool_]
    weights: NDArray[np.uint8]
    sums: NDArray[np.int64]
    strings: StringSet
    apart: NDArray[np.int64]
    index: NgramIndex


def query_texts_of(texts: Sequence[ItemText], passages: Sequence[bytes], strings: Sequence[bytes] = ()) -> QueryTexts:
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
    places, query_texts = _seed_places(pieces)
    hashes = np.empty(len(places), np.uint64)
    hash_places(text, places, SEED_LOW, SEED_HIGH, hashes)
    shared, first = _sharing(hashes, query_texts)
    shared[is_common(hashes)] = MOST_SHARED
    weights = _weights(pieces, len(text), places, shared)
    indexed = first & (shared <= MOST_UNITS) & np.isin(text[places] & 7, ANCHORS)
    places, query_texts, hashes = places[indexed], query_texts[indexed].astype(np.int64), hashes[indexed]
    inside = places - starts[query_texts]
    near = inside < 1 << PLACE_BITS
    sums = np.concatenate(([0], np.cumsum(weights, dtype=np.int64)))
    middle = sums[starts[:-1] + stems]
    packed = string_set(strings)
    offsets = packed.anchored(SEED, False, 1 << PLACE_BITS)
    numbers = np.flatnonzero(offsets >= 0)
    offsets = offsets[numbers]
    string_hashes = packed.hashes(packed.starts[numbers] + offsets, SEED)
    payloads = query_texts[near] << PLACE_BITS | inside[near]
    string_payloads = len(pieces) + numbers << PLACE_BITS | offsets
    return QueryTexts(
        text=text,
        starts=starts,
        stems=stems,
        owners=tuple(map(tuple, [*owners.values(), *leaning])),
        passages=np.arange(len(pieces)) >= len(owners),
        weights=weights,
        sums=np.stack((middle - sums[starts[:-1]], sums[starts[1:]] - middle), axis=1),
        strings=packed,
        apart=np.setdiff1d(np.arange(len(packed)), numbers),
        index=ngram_index(np.concatenate((hashes[near], string_hashes)), np.concatenate((payloads, string_payloads))),
    )


def _segments(pieces: Sequence[tuple[bytes, ...]]) -> Iterator[tuple[int, int, int]]:
    """(unit, place, length) of each question, option and passage."""
    place = 0
    for query_text, parts in enumerate(pieces):
        for part in parts:
            yield query_text, place, len(part)
            place += len(part)


def _seed_places(pieces: Sequence[tuple[bytes, ...]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Where seeds start, and of which unit; none reaches from one option into the next."""
    table = np.array([s for s in _segments(pieces) if s[2] >= SEED], np.int32).reshape(-1, 3)
    counts = table[:, 2] - SEED + 1
    starts = np.cumsum(counts, dtype=np.int64) - counts
    places = np.arange(counts.sum(), dtype=np.int32) + np.repeat((table[:, 1] - starts).astype(np.int32), counts)
    return places, np.repeat(table[:, 0], counts)


def _sharing(hashes: NDArray[np.uint64], query_texts: NDArray[np.int32]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """For each seed the number of units that have it (255 at most), and whether it is the first in its unit.

    Hash and number are sorted as one word: five times as fast as an indirect sort. That costs the hash its lowest
    bits, 23 for 8 million seeds; one pair in a million million agrees in the others by chance.
    """
    bits = np.uint64(max(1, len(hashes)).bit_length())
    keys = hashes >> bits << bits
    keys |= np.arange(len(keys), dtype=np.uint64)
    keys.sort()
    number = (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int32)
    keys >>= bits
    of = query_texts[number]
    starts = np.ones(len(keys), bool)
    starts[1:] = keys[1:] != keys[:-1]
    del keys
    distinct = starts.copy()
    distinct[1:] |= of[1:] != of[:-1]  # numbers rise within a group, and units with them
    begin = np.flatnonzero(starts)
    counts = np.add.reduceat(distinct, begin, dtype=np.int32) if len(begin) else np.empty(0, np.int32)
    shared = np.empty(len(number), np.uint8)
    shared[number] = np.repeat(np.minimum(counts, 255).astype(np.uint8), np.diff(np.append(begin, len(number))))
    first = np.empty(len(number), bool)
    first[number] = distinct
    return shared, first


def _weights(
    pieces: Sequence[tuple[bytes, ...]], size: int, places: NDArray[np.int32], shared: NDArray[np.uint8]
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
