"""The words of a text as numbers: where each begins, its hash, and the hash of each eight in a row."""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated"
# (numba infers machine types of its own)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from contamination.kernels.machine import load64, trailing_zeros

WORDS = 8  # in a row that are looked up: the unit of PaLM and Llama 3, and the least of GPT-3
_MULTIPLY = np.uint64(0x9E3779B97F4A7C15)
_BASE = np.uint64(0xD1342543DE82EF95)  # odd; the hash of eight words is a polynomial of their hashes in it
_ONE = np.uint64(1)


@njit(inline="always")
def word_hash(text: Any, start: int, end: int) -> Any:
    """Hash of the word text[start:end]."""
    value = np.uint64(end - start)
    while start < end:
        part = load64(text, start)
        if end - start < 8:
            part &= (_ONE << np.uint64(8 * (end - start))) - _ONE
        value = (value ^ part) * _MULTIPLY
        value ^= value >> np.uint64(32)
        start += 8
    return value


@njit(inline="always")
def eight_words(hashes: Any, first: int) -> Any:
    """Hash of the eight words from `first` on, by theirs."""
    value = np.uint64(0)
    for k in range(WORDS):
        value = value * _BASE + hashes[first + k]
    value *= _MULTIPLY
    return value ^ (value >> np.uint64(29))


@njit(nogil=True, forceinline=True)
def word_places(marks: Any, start: int, end: int, places: Any) -> int:
    """Where the words of text[start:end] begin, as the bits of `marks` say, and then `end`; gives their number."""
    count = 0
    block = start & ~63
    while block < end:
        bits = load64(marks, block >> 3)
        if block < start:
            bits &= ~((_ONE << np.uint64(start - block)) - _ONE)
        if end - block < 64:
            bits &= (_ONE << np.uint64(end - block)) - _ONE
        while bits:
            places[count] = block + np.int64(trailing_zeros(bits))
            bits &= bits - _ONE
            count += 1
        block += 64
    places[count] = end
    return count


@njit(nogil=True, forceinline=True)
def hash_words(text: Any, places: Any, count: int, hashes: Any, ngrams: Any) -> None:
    """Hashes of the words that begin at `places`, and of eight: ngrams[k] is that of the words k to k + 7."""
    power = np.uint64(1)
    for _ in range(WORDS):
        power *= _BASE
    rolling = np.uint64(0)
    for k in range(count):
        hashes[k] = word_hash(text, np.int64(places[k]), np.int64(places[k + 1]))
        rolling = rolling * _BASE + hashes[k]
        if k >= WORDS:
            rolling -= hashes[k - WORDS] * power
        if k >= WORDS - 1:
            mixed = rolling * _MULTIPLY
            ngrams[k - WORDS + 1] = mixed ^ (mixed >> np.uint64(29))


@njit(cache=True, nogil=True)
def all_words(
    text: Any, marks: Any, offsets: Any, places: Any, starts: Any, hashes: Any, ngrams: Any, payloads: Any
) -> int:
    """The words of all texts one after the other; text i has those from starts[i] to starts[i + 1].

    Gives the number of eights in a row within one text, whose hashes are ngrams[k], and payloads[k] (int64) the number
    of the text << 32 | that of the first word among all. `places` has room for one more.
    """
    starts[0] = eights = 0
    for t in range(len(offsets) - 1):
        first = starts[t]
        count = word_places(marks, offsets[t], offsets[t + 1], places[first:])
        hash_words(text, places[first:], count, hashes[first:], ngrams[eights:])
        for k in range(count - WORDS + 1):
            payloads[eights] = t << 32 | (first + k)
            eights += 1
        starts[t + 1] = first + count
    return eights
