"""From the hash of a gram (a short byte string) to the places that have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.ngram_kernel import EMPTY, fill_table

GRAMS_PER_WORD = 5  # of the filter, at most: about one foreign gram in 50 passes it


@dataclass(frozen=True, slots=True, eq=False)
class NgramIndex:
    """A hash table behind a Bloom filter that is small enough for the cache and turns away most foreign text.

    words     uint64 (power of 2): the filter; a gram has three bits of the word hash >> shift
    slots     uint64 (power of 2): upper half of the hash, then the index of the gram's first posting; linear probing
              from hash % len; EMPTY where there is none
    postings  int64: payloads; those of one gram stand together, the last of them as ~payload
    """

    words: NDArray[np.uint64]
    shift: Any
    slots: NDArray[np.uint64]
    postings: NDArray[np.int64]

    @property
    def arrays(self) -> tuple[NDArray[np.uint64], Any, NDArray[np.uint64], NDArray[np.int64]]:
        """The fields as a tuple, for kernels."""
        return self.words, self.shift, self.slots, self.postings


def ngram_index(
    hashes: NDArray[np.uint64], payloads: NDArray[np.int64], per_word: float = GRAMS_PER_WORD
) -> NgramIndex:
    """Index payloads[k] (not negative) under hashes[k]; at most `per_word` grams share a word of the filter."""
    order = np.argsort(hashes, kind="stable")
    ordered, postings = hashes[order], payloads[order]
    firsts = np.flatnonzero(np.concatenate((np.ones(min(1, len(ordered)), bool), ordered[1:] != ordered[:-1])))
    lasts = np.append(firsts[1:], len(ordered)) - 1 if len(firsts) else firsts
    postings[lasts] = ~postings[lasts]
    bits = max(1, int(np.ceil(np.log2((len(firsts) + 1) / per_word))))
    words = np.zeros(1 << bits, np.uint64)
    slots = np.full(1 << int(np.ceil(np.log2(len(firsts) * 3 / 2 + 2))), EMPTY, np.uint64)
    shift = np.uint64(64 - bits)
    fill_table(ordered[firsts], firsts, words, shift, slots)
    return NgramIndex(words, shift, slots, postings)
