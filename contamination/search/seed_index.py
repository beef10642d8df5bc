"""The seeds of all questions, indexed part by part."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.ngram_index import NgramIndex, empty_index
from contamination.kernels.seed_index import NOTE_BITS, collect_seeds, enter_seeds, note_entries, share_seeds
from contamination.kernels.seed_kernel import PLACE_BITS, SEED
from contamination.search.common_seeds import common_hashes
from contamination.search.string_set import StringSet

MOST_UNITS = 8  # seeds of more units than this are boilerplate
SEEDS_A_PART = 1 << 23  # of which 64 MB are sorted at once


def seed_index(
    text: NDArray[np.uint8], starts: NDArray[np.int64], segments: NDArray[np.int64], strings: StringSet
) -> tuple[NgramIndex, NDArray[np.uint8], NDArray[np.int64]]:
    """The index of `QueryTexts`; how many units have the seed at each place (MOST_UNITS + 1: more); strings left out.

    Unit u is text[starts[u]:starts[u + 1]], and `strings` come after the last. Segment s has the place segments[s, 0]
    and the length segments[s, 1]. Left out are strings without a gram at an anchor.
    """
    offsets = strings.anchored(SEED, False, 1 << PLACE_BITS)
    numbers, end = np.flatnonzero(offsets >= 0), int(starts[-1])
    grams = np.stack((end + strings.starts[numbers] + offsets[numbers], np.full(len(numbers), SEED)), axis=1)
    pieces = np.concatenate((segments[segments[:, 1] >= SEED], grams))
    seeds = int((pieces[:, 1] - SEED + 1).sum())
    part_bits = max(1, (seeds // SEEDS_A_PART).bit_length())
    place_bits = len(text).bit_length()  # of 31 at most: 2 GB of questions
    begin = np.concatenate((starts[:-1], end + strings.starts, [len(text) + 1]))
    noted = np.empty((len(text) >> NOTE_BITS) + 1, np.int64)
    note_entries(begin, noted)
    common, word = common_hashes(), np.uint64(64 - part_bits)
    shared, postings = np.ones(end, np.uint8), np.empty(max(1, seeds), np.int64)  # only what is written takes memory
    keys = np.empty(1024 + 5 * seeds // 4 >> part_bits, np.uint64)
    units, count, distinct = len(starts) - 1, 0, 0
    for part in range(1 << part_bits):
        found = collect_seeds(text, pieces, part, part_bits, place_bits, keys)
        if found >= len(keys):
            keys = np.empty(found + 1, np.uint64)
            collect_seeds(text, pieces, part, part_bits, place_bits, keys)
        own = keys[:found]
        own.sort()
        common_here = common[common >> word == np.uint64(part)]
        count, new = share_seeds(
            own, place_bits, part_bits, begin, noted, units, MOST_UNITS, common_here, shared, postings, count
        )
        distinct += new
    del keys, own
    index = empty_index(distinct, postings[:count])
    enter_seeds(text, begin, index.postings, index.words, index.shift, index.slots)
    return index, shared, np.flatnonzero(offsets < 0)
