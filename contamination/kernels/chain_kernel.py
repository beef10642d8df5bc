"""How much of a unit stands near a place of a text.

Common runs of 8 bytes or more are chained as long as they keep in step, as they do in an edited copy; runs that stand
alone, as they do in unrelated text, count only if they are long. Chains may come in any order, as options may. No
byte of the text counts twice.
"""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated"
# (numba infers machine types of its own; what is called in a loop is inlined by force, as a call counts references to
# every array it is given)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uintp
from numpy.typing import NDArray

from contamination.kernels.machine import load64

RUN = 8  # shortest common run, in bytes
CHAIN = 20  # fewest bytes a chain must cover: as many as four words
REACH = 64  # most bytes of the unit between two runs of a chain: a long word replaced on either side of a short one
TRIES = 16  # most places of the text with the same 8 bytes that are looked at
# Where a seed of 12 bytes is met, a chain of CHAIN bytes is there only if at least so many stretches of RUN bytes
# agree: five of the seed and one of another run, or more. Where there are fewer nothing is lost by looking no further.
SEED_AND_RUN = 6
_MIX = np.uint64(0x9E3779B97F4A7C15)
_ONE, _SIX_BITS = np.uint64(1), np.uint64(63)
_WORD, _BIT = np.uint64(50), np.uint64(44)  # where a hash has the word and the bit of a bitmap
# What a cover says: two sums of weights; then, in bytes: the longest run, the best chain, all that is covered and the
# part of the unit that it spans, and the first and last (exclusive) place of the text that takes part
QUESTION, OPTIONS, LONGEST, BEST, COVERED, SPAN, FIRST, LAST, COLUMNS = range(9)


@njit(nogil=True, forceinline=True)
def _index(text: Any, low: int, high: int, query_texts: Any, start: int, end: int, least: int, scratch: Any) -> int:
    """Enter those 8 bytes of text[low:high] that the unit has too, equal ones linked in order; gives the size mask.

    A bitmap of the unit's, 16 bits for each, turns nearly all others away. -1 if fewer than `least` pass it.
    """
    table, nexts, _, _, bits, places = scratch
    words = 4
    while 4 * words < end - start:
        words *= 2
    word_mask = np.uint64(words - 1)
    for word in range(words):
        bits[word] = 0
    for at in range(start, end - RUN + 1):
        mixed = load64(query_texts, at) * _MIX
        bits[(mixed >> _WORD) & word_mask] |= _ONE << ((mixed >> _BIT) & _SIX_BITS)
    count = uintp(0)
    for place in range(low, high - RUN + 1):
        mixed = load64(text, place) * _MIX
        places[count] = place - low
        count += uintp((bits[(mixed >> _WORD) & word_mask] >> ((mixed >> _BIT) & _SIX_BITS)) & _ONE)
    if count < least:
        return -1
    size = 64
    while size < 2 * count:
        size *= 2
    mask = size - 1
    for slot in range(size):
        table[slot] = -1
    for k in range(np.int64(count) - 1, -1, -1):
        inside = np.int64(places[k])
        value = load64(text, low + inside)
        slot = np.int64((value * _MIX) >> np.uint64(44)) & mask
        while table[slot] >= 0 and load64(text, low + table[slot]) != value:
            slot = (slot + 1) & mask
        nexts[inside] = table[slot]
        table[slot] = inside
    return mask


@njit(nogil=True, forceinline=True)
def _place(text: Any, low: int, value: int, wanted: int, table: Any, mask: int, nexts: Any, taken: Any) -> int:
    """Place of the 8 bytes `value` that is free and nearest to `wanted`; -1 if there is none."""
    slot = np.int64((value * _MIX) >> np.uint64(44)) & mask
    while table[slot] >= 0 and load64(text, low + table[slot]) != value:
        slot = (slot + 1) & mask
    inside, best = np.int64(table[slot]), np.int64(-1)
    for _ in range(TRIES):
        if inside < 0:
            break
        if not taken[inside] and (best < 0 or abs(low + inside - wanted) < abs(low + best - wanted)):
            best = inside
        inside = np.int64(nexts[inside])
    return -1 if best < 0 else low + best


@njit(cache=True, nogil=True)
def cover(
    text: Any,
    low: int,
    high: int,
    query_texts: Any,
    start: int,
    end: int,
    stem: int,
    weights: Any,
    claimed: Any,
    claim: bool,
    least: int,
    scratch: Any,
    found: Any,
) -> None:
    """Chains of common runs of text[low:high] and the unit units[start:end], whose options begin at `stem`.

    `claimed` (uint8, one for each byte of text[low:high]) marks bytes that stand for another unit and don't count;
    with `claim` those that count are marked. `least`: see `SEED_AND_RUN`, 0 to look in any case. `scratch`: table
    (int32), links (int32), runs (int64, 3 columns), flags (uint8), a bitmap (uint64) and places (int32), made by
    `new_scratch`. The result is `found` (int64, COLUMNS).
    """
    table, nexts, runs, taken, _, _ = scratch
    for k in range(COLUMNS):
        found[k] = 0
    found[FIRST], found[LAST] = high, low
    mask = _index(text, low, high, query_texts, start, end, least, scratch)
    if mask < 0:
        return
    for k in range(high - low):
        taken[k] = claimed[k]
    at = start
    chained = 0  # runs in the current chain
    step = low - start  # place in the text less place in the unit
    covered = 0
    previous = start - 2 * REACH  # end of the last run
    while True:
        place = -1
        while at <= end - RUN:
            place = _place(text, low, load64(query_texts, at), at + step, table, mask, nexts, taken)
            if place >= 0:
                break
            at += 1
        gap = at - previous
        if place < 0 or chained == len(runs) or gap > REACH or abs(place - at - step) > 4 + gap // 2:
            if covered >= CHAIN:
                _keep(runs, chained, covered, stem, low, weights, claimed, claim, found)
            else:
                for k in range(chained):
                    for i in range(runs[k, 2]):
                        taken[runs[k, 1] - low + i] = 0
            chained = covered = 0
            if place < 0:
                return
        run = 0
        while (
            at + run < end
            and place + run < high
            and query_texts[at + run] == text[place + run]
            and not taken[place + run - low]
        ):
            taken[place + run - low] = 1
            run += 1
        runs[chained, 0], runs[chained, 1], runs[chained, 2] = at, place, run
        chained += 1
        covered += run
        step = place - at
        at += run
        previous = at


@njit(cache=True, nogil=True)
def _keep(
    runs: Any, chained: int, covered: int, stem: int, low: int, weights: Any, claimed: Any, claim: bool, found: Any
) -> None:
    """Count a chain."""
    for k in range(chained):
        at, place, run = runs[k, 0], runs[k, 1], runs[k, 2]
        for i in range(run):
            found[QUESTION if at + i < stem else OPTIONS] += weights[at + i]
            if claim:
                claimed[place - low + i] = 1
        if found[LONGEST] < run:
            found[LONGEST] = run
        if found[FIRST] > place:
            found[FIRST] = place
        if found[LAST] < place + run:
            found[LAST] = place + run
    found[COVERED] += covered
    if found[BEST] < covered:
        found[BEST] = covered
    found[SPAN] += runs[chained - 1, 0] + runs[chained - 1, 2] - runs[0, 0]


def new_scratch(longest: int) -> tuple[NDArray[Any], ...]:
    """Room for `cover` with regions of up to `longest` bytes."""
    size = 64
    while size < 2 * longest:
        size *= 2
    return (
        np.empty(size, np.int32),
        np.empty(longest, np.int32),
        np.empty((512, 3), np.int64),
        np.empty(longest, np.uint8),
        np.empty(size, np.uint64),
        np.empty(longest, np.int32),
    )
