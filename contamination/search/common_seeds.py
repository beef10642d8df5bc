"""Seeds that are common English: they have no weight and are not looked up."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.ngram_kernel import hash_places
from contamination.text.common_strings import LENGTH, common_strings

ALL_LOW, ALL_HIGH = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0xFFFFFFFF)  # masks: every byte of a seed counts
PAD = np.zeros(16, np.uint8)


@cache
def _hashes() -> NDArray[np.uint64]:
    strings = common_strings()
    places = np.arange(len(strings), dtype=np.int32) * LENGTH
    hashes = np.empty(len(places), np.uint64)
    hash_places(np.concatenate((strings.reshape(-1), PAD)), places, ALL_LOW, ALL_HIGH, hashes)
    return np.sort(hashes)


def is_common(hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether each seed, by its hash, is in the table."""
    table = _hashes()
    nearest = table[np.minimum(np.searchsorted(table, hashes), len(table) - 1)]
    return np.equal(nearest, hashes)
