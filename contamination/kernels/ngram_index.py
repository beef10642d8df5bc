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


def empty_index(grams: int, postings: NDArray[np.int64], per_word: float = GRAMS_PER_WORD) -> NgramIndex:
    """Room for so many grams, none of them entered; at most `per_word` share a word of the filter."""
    bits = max(1, int(np.ceil(np.log2((grams + 1) / per_word))))
    slots = np.full(1 << int(np.ceil(np.log2(grams * 3 / 2 + 2))), EMPTY, np.uint64)
    return NgramIndex(np.zeros(1 << bits, np.uint64), np.uint64(64 - bits), slots, postings)


def ngram_index(
    hashes: NDArray[np.uint64], payloads: NDArray[np.int64], per_word: float = GRAMS_PER_WORD
) -> NgramIndex:
    """Index payloads[k] (not negative) under hashes[k]; at most `per_word` grams share a word of the filter."""
    order = _by_hash(hashes)
    ordered, postings = hashes[order], payloads[order]
    del order
    firsts = np.flatnonzero(np.concatenate((np.ones(min(1, len(ordered)), bool), ordered[1:] != ordered[:-1])))
    lasts = np.append(firsts[1:], len(ordered)) - 1 if len(firsts) else firsts
    postings[lasts] = ~postings[lasts]
    index = empty_index(len(firsts), postings, per_word)
    fill_table(ordered[firsts], firsts, index.words, index.shift, index.slots)
    return index


def _by_hash(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Numbers of the hashes, equal ones together and in order.

    Upper bits of the hash and number are sorted as one word: five times as fast as an indirect sort. Where hashes
    agree in the upper bits only, which is rare, they are put in order after.
    """
    bits = np.uint64(max(1, len(hashes)).bit_length())
    keys = hashes >> bits << bits
    keys |= np.arange(len(keys), dtype=np.uint64)
    keys.sort()
    order = (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    keys >>= bits
    ordered = hashes[order]
    mixed = np.flatnonzero((keys[1:] == keys[:-1]) & (ordered[1:] != ordered[:-1]))
    for key in sorted(set(keys[mixed].tolist())):
        start, stop = np.searchsorted(keys, key), np.searchsorted(keys, key, side="right")
        order[start:stop] = order[start:stop][np.argsort(ordered[start:stop], kind="stable")]
    return order
