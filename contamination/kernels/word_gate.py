"""Whether a text may share eight words in a row with a question, by a look at the beginnings of some of its words.

Of every eight words of the questions one word is chosen by which they are found, with what follows it: the one whose
first 16 bytes the fewest questions have. Eight words with fewer than 16 bytes are found by their first 8, which are
looked up only where eight words begin within 16 bytes. So no eight words can be missed, and nearly all words of foreign
text take one look at a filter.
"""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated, operator"
# (numba infers machine types of its own)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uintp

from contamination.kernels.machine import prefetch
from contamination.kernels.ngram_kernel import filter_bits, gram_hash, look_up
from contamination.kernels.word_hashes import WORDS, eight_words, word_hash

GRAM = 16  # bytes
_ALL, _NONE = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0)
_BLOCK = 512
_NEXT = 8  # words that counts are asked for ahead


@njit(cache=True, nogil=True)
def choose_grams(text: Any, starts: Any, places: Any, offsets: Any, counts: Any, chosen: Any) -> int:
    """Hashes of the bytes by which all eight words in a row are found; gives their number, some of them equal.

    Question i has the words starts[i] to starts[i + 1] of all, which begin at `places`, and its text ends at
    offsets[i + 1]. `counts` (uint8, zeros, a power of two of them) is room to count in, by the hash alone.
    """
    mask = np.uint64(len(counts) - 1)
    for i in range(len(starts) - 1):
        for word in range(starts[i], starts[i + 1]):
            if places[word] + GRAM <= offsets[i + 1]:
                if word + _NEXT < starts[i + 1]:
                    prefetch(counts, np.intp(gram_hash(text, uintp(places[word + _NEXT]), _ALL, _ALL) & mask))
                slot = gram_hash(text, uintp(places[word]), _ALL, _ALL) & mask
                counts[slot] = min(counts[slot] + 1, 255)
    found = 0
    for i in range(len(starts) - 1):
        last = -1
        for first in range(starts[i], starts[i + 1] - WORDS + 1):
            after = first + WORDS
            end = places[after] if after < starts[i + 1] else offsets[i + 1]
            if first <= last and places[last] + GRAM <= end:
                continue  # the word chosen last is among these eight too
            last, fewest, value = -1, 256, _NONE
            for word in range(first, after):
                if places[word] + GRAM > end:
                    break
                mixed = gram_hash(text, uintp(places[word]), _ALL, _ALL)
                count = np.int64(counts[mixed & mask])
                if count <= fewest:
                    last, fewest, value = word, count, mixed
            chosen[found] = value if last >= 0 else gram_hash(text, uintp(places[first]), _ALL, _NONE)
            found += 1
    return found


@njit(cache=True, nogil=True)
def may_share(text: Any, places: Any, count: int, gate: Any, index: Any, room: Any) -> bool:
    """Whether eight words in a row of a text, whose `count` words begin at `places`, are in `index`.

    `places` has one number more, the text's end; `gate`: index of what `choose_grams` gave; `room`: hashes (uint64)
    and numbers (int32), 512 each, and the hashes of fifteen words.
    """
    words, shift, slots, _ = gate
    hashes, kept, around = room
    checked = np.int64(-1)
    mask = np.uint64(len(slots) - 1)
    for block in range(0, count, _BLOCK):
        stop = min(count, block + _BLOCK)
        for word in range(block, stop):
            value = gram_hash(text, uintp(places[word]), _ALL, _ALL)
            hashes[word - block] = value
            prefetch(words, np.intp(value >> shift))
        passed = uintp(0)
        for word in range(block, stop):
            value = hashes[word - block]
            bits = filter_bits(value)
            hashes[passed], kept[passed] = value, word
            passed += uintp((words[value >> shift] & bits) == bits)
        for k in range(passed):
            prefetch(slots, np.intp(hashes[k] & mask))
        for k in range(passed):
            if look_up(slots, hashes[k]) >= 0:
                word = np.int64(kept[k])
                first, last = max(word - WORDS + 1, checked + 1), min(word, count - WORDS)
                if first <= last and _known(text, places, first, last, index, around):
                    return True
                checked = max(checked, last)
        for word in range(block, min(stop, count - WORDS + 1)):
            if places[word + WORDS - 1] - places[word] < GRAM:
                value = gram_hash(text, uintp(places[word]), _ALL, _NONE)
                bits = filter_bits(value)
                passes = (words[value >> shift] & bits) == bits and look_up(slots, value) >= 0
                if passes and _known(text, places, word, word, index, around):
                    return True
    return False


@njit(nogil=True, forceinline=True)
def _known(text: Any, places: Any, first: int, last: int, index: Any, around: Any) -> bool:
    """Whether any eight words that begin with word `first` to `last` are in the index."""
    words, shift, slots, _ = index
    for k in range(last + WORDS - first):
        around[k] = word_hash(text, np.int64(places[first + k]), np.int64(places[first + k + 1]))
    for k in range(last - first + 1):
        value = eight_words(around, k)
        bits = filter_bits(value)
        if (words[value >> shift] & bits) == bits and look_up(slots, value) >= 0:
            return True
    return False
