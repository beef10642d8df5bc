"""Seeds that are common English: they have no weight and are not looked up."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.ngram_kernel import hash_places
from contamination.kernels.seed_kernel import SEED_HIGH, SEED_LOW
from contamination.text.common_strings import LENGTH, common_strings

PAD = np.zeros(16, np.uint8)


@cache
def common_hashes() -> NDArray[np.uint64]:
    """Hashes of the table's strings, in order."""
    strings = common_strings()
    places = np.arange(len(strings), dtype=np.int32) * LENGTH
    hashes = np.empty(len(places), np.uint64)
    hash_places(np.concatenate((strings.reshape(-1), PAD)), places, SEED_LOW, SEED_HIGH, hashes)
    return np.sort(hashes)
