"""The seeds of all units: how many units share each, and the postings by which they are found.

There are as many seeds as letters, so they are hashed again for each part of the range of hashes and sorted part by
part: a part fits a cache, and all of them at once would take gigabytes.
"""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated"
# (numba infers machine types of its own)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uintp

from contamination.kernels.machine import prefetch
from contamination.kernels.ngram_kernel import ANCHORS, EMPTY, filter_bits, gram_hash, read_posting
from contamination.kernels.seed_kernel import PLACE_BITS, SEED, SEED_HIGH, SEED_LOW

NOTE_BITS = 6  # entries are noted for each stretch of 64 bytes
_ONE, _WORD = np.uint64(1), np.uint64(64)
_ANCHORS = np.uint64(sum(1 << low for low in ANCHORS))
_LOWER = np.uint64(0xFFFFFFFF)
_AHEAD = 64


@njit(cache=True, nogil=True)
def collect_seeds(text: Any, segments: Any, part: int, part_bits: int, place_bits: int, keys: Any) -> int:
    """Fill `keys` with the seeds whose hash begins with the bits of `part`; gives their number, room for them or not.

    A key has the following bits of the hash, then whether the seed is at an anchor, and in the lowest `place_bits` its
    place in the text. Segment s is text[segments[s, 0]:segments[s, 0] + segments[s, 1]]; no seed reaches beyond one.
    """
    count = uintp(0)
    wanted, shift = np.uint64(part), _WORD - np.uint64(part_bits)
    above, low = np.uint64(part_bits), np.uint64(place_bits + 1)
    last = uintp(len(keys) - 1)
    for s in range(len(segments)):
        start = segments[s, 0]
        for place in range(start, start + segments[s, 1] - SEED + 1):
            value = gram_hash(text, uintp(place), SEED_LOW, SEED_HIGH)
            anchor = (_ANCHORS >> np.uint64(text[place] & 7)) & _ONE
            keys[min(count, last)] = (value << above) >> low << low | anchor << np.uint64(place_bits) | np.uint64(place)
            count += uintp(value >> shift == wanted)
    return np.int64(count)


@njit(cache=True, nogil=True)
def share_seeds(
    keys: Any, place_bits: int, part_bits: int, starts: Any, noted: Any, units: int, most: int, common: Any,
    shared: Any, postings: Any, count: int,
) -> tuple[int, int]:  # fmt: skip
    """Count for each seed of sorted `keys` the units that have it, and list what is to be indexed.

    Gives the number of postings, `count` of which were there before, and that of distinct grams among the new ones.
    Entry i, a unit if below `units`, else a string, begins at starts[i]; `noted`: see `note_entries`. `common`
    (uint64): hashes of seeds that have no weight, in order. shared[place], 1 before, gets the number of units, most + 1
    for more and for common ones. A posting is entry << PLACE_BITS | place in it.
    """
    anchor = _ONE << np.uint64(place_bits)
    mask = anchor - _ONE
    same, above = ~(anchor | mask), np.uint64(part_bits)
    grams = k = c = asked = 0
    while k < len(keys):
        for ahead in range(asked, min(k + _AHEAD, len(keys) - 1)):
            repeated = keys[ahead] & same == keys[ahead + 1] & same
            if repeated or keys[ahead] & anchor:
                prefetch(noted, np.intp((keys[ahead] & mask) >> np.uint64(NOTE_BITS)))
            if repeated and np.int64(keys[ahead] & mask) < len(shared):
                prefetch(shared, np.intp(keys[ahead] & mask))
        asked = max(asked, k + _AHEAD)
        key, anchored = keys[k] & same, keys[k] & anchor != 0
        stop = k + 1
        while stop < len(keys) and keys[stop] & same == key:
            stop += 1
        while c < len(common) and (common[c] << above) & same < key:
            c += 1
        english = c < len(common) and (common[c] << above) & same == key
        if stop == k + 1 and not english and not anchored:
            k = stop
            continue
        units_here, last = 0, -1
        for i in range(k, stop if stop > k + 1 else k):
            entry, _ = _entry(np.int64(keys[i] & mask), starts, noted)
            if entry < units and entry != last:
                units_here += 1
                last = entry
        units_here = most + 1 if english else min(units_here, most + 1)
        before, last = count, -1
        for i in range(k, stop):
            place = np.int64(keys[i] & mask)
            if units_here > 1 and place < len(shared):
                shared[place] = units_here
            if not anchored:
                continue
            entry, inside = _entry(place, starts, noted)
            if entry >= units or (units_here <= most and entry != last and inside < 1 << PLACE_BITS):
                postings[count] = entry << PLACE_BITS | inside
                count += 1
            last = entry
        if count > before:
            postings[count - 1] = ~postings[count - 1]
            grams += 1
        k = stop
    return count, grams


@njit(cache=True, nogil=True)
def note_entries(starts: Any, noted: Any) -> None:
    """noted[k]: number << 32 | where it begins << 1 of the entry at byte k << NOTE_BITS, + 1 if more begin in there."""
    entry = 0
    for k in range(len(noted)):
        place = k << NOTE_BITS
        while entry + 2 < len(starts) and starts[entry + 1] <= place:
            entry += 1
        more = starts[entry + 1] < place + (1 << NOTE_BITS)
        noted[k] = entry << 32 | starts[entry] << 1 | np.int64(more)


@njit(nogil=True, inline="always")
def _entry(place: int, starts: Any, noted: Any) -> tuple[int, int]:
    """Number of the entry at a place, and the place in it."""
    note = noted[place >> NOTE_BITS]
    entry, start = note >> 32, (note & 0xFFFFFFFF) >> 1
    if note & 1:
        while starts[entry + 1] <= place:
            entry += 1
        start = starts[entry]
    return entry, place - start


@njit(cache=True, nogil=True)
def enter_seeds(text: Any, starts: Any, postings: Any, words: Any, shift: Any, slots: Any) -> None:
    """Enter the grams of postings into the filter and the table; see `NgramIndex` for the meaning of the arrays.

    Two grams whose hashes agree but in the bits that a key leaves out have their postings in common.
    """
    mask = np.uint64(len(slots) - 1)
    hashes, numbers = np.empty(_AHEAD, np.uint64), np.empty(_AHEAD, np.uint64)
    before, new, waiting, first = np.uint64(0), True, 0, 0
    for k in range(len(postings)):
        payload, last = read_posting(postings, k)
        place = starts[payload >> PLACE_BITS] + (payload & ((1 << PLACE_BITS) - 1))
        value = gram_hash(text, uintp(place), SEED_LOW, SEED_HIGH)
        if new:
            first = k
        if new or value != before:
            hashes[waiting], numbers[waiting] = value, np.uint64(first)
            prefetch(slots, np.intp(value & mask))
            waiting += 1
        before, new = value, last
        if waiting == _AHEAD or k + 1 == len(postings):
            for w in range(waiting):
                value = hashes[w]
                words[value >> shift] |= filter_bits(value)
                slot = value & mask
                while slots[slot] != EMPTY:
                    slot = (slot + _ONE) & mask
                slots[slot] = (value & ~_LOWER) | numbers[w]
            waiting = 0


@njit(cache=True, nogil=True)
def weigh_bytes(segments: Any, shared: Any, weights: Any, short: int, out: Any) -> None:
    """A byte's weight is that of the seed around it; near the ends of a segment, of the nearest seed.

    weights[n] (uint8) is that of a seed of n units, and `short` that of a segment too short for one.
    """
    around = SEED // 2
    for s in range(len(segments)):
        start, length = segments[s, 0], segments[s, 1]
        if length < SEED:
            out[start : start + length] = short
            continue
        for place in range(start, start + length - SEED + 1):
            out[place + around] = weights[shared[place]]
        out[start : start + around] = out[start + around]
        out[start + length - SEED + around + 1 : start + length] = out[start + length - SEED + around]


@njit(cache=True, nogil=True)
def sum_weights(weights: Any, starts: Any, stems: Any, sums: Any) -> None:
    """sums[u] (int64): of the weights of unit u's question, which has stems[u] bytes, and of its options."""
    for u in range(len(stems)):
        for part in range(2):
            first = starts[u] + stems[u] * part
            stop = starts[u] + stems[u] if part == 0 else starts[u + 1]
            total = 0
            for k in range(first, stop):
                total += weights[k]
            sums[u, part] = total
