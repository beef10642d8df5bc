"""Where in a text a unit may stand: seeds looked up at anchors, votes of one unit close together, then a closer look.

A unit gets a vote when one of its seeds is met in step with the last one. Enough votes, far enough apart not to come
from one stock phrase, make a candidate, whose surroundings are compared with the whole unit (`cover`). If several
units are found in a text, they are covered again, best first, and no byte of the text proves two of them.
"""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated"
# (numba infers machine types of its own)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from contamination.kernels.chain_kernel import COLUMNS, COVERED, OPTIONS, QUESTION, SEED_AND_RUN, cover
from contamination.kernels.machine import prefetch
from contamination.kernels.ngram_kernel import BLOCK, anchors, equal, locate, read_posting, sift

SEED = 12  # bytes of a seed: two or three words, so that edits leave some whole and foreign text shares few
PLACE_BITS = 14  # a seed's payload is unit << 14 | place in the unit; what lies beyond 16 KiB of a unit has no seeds
GAP = 400  # normalised bytes between two votes that belong together: a column break, a dropped sentence
SWAY = 32  # by how much two votes in step may differ in step: edits and replaced words between them
# A 20-byte stock phrase gives a unit two or three votes, an edited copy one for every 8 bytes. So: one vote for each
# 60 bytes of the unit and one more, 4 at most, and in units over 100 bytes up to 16 bytes between first and last.
VOTE_BYTES, MOST_VOTES, NARROW, MOST_SPREAD = 90, 4, 100, 16
# What is reported as a match: 15% of the unit's own text, and 8 bytes of it, or half of all its bytes. The verdict asks
# for more; this only keeps hopeless rows away from it.
LEAST_SHARE, LEAST_OWN = 0.15, 8 * 16
SEED_LOW, SEED_HIGH = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0xFFFFFFFF)  # masks of its 16 bytes
# Columns of the state of a unit
TEXT, PLACE, STEP, ORIGIN, VOTES, NEXT, DONE, LENGTH, STATES = range(9)
# Columns of a match, before those of its cover
M_TEXT, M_UNIT, M_LOW, M_HIGH, M_COVER = range(5)
M_COLUMNS = M_COVER + COLUMNS


@njit(cache=True, nogil=True)
def find_units(
    text: Any, offsets: Any, index: Any, query_texts: Any, strings: Any, state: Any, serial: int, scratch: Any,
    matches: Any, hits: Any,
) -> tuple[int, int]:  # fmt: skip
    """Fill `matches` and `hits` with what is in the texts; gives the numbers of rows.

    The first is -1 if there is no room for them, the second is larger than there is room for.

    Text t is text[offsets[t]:offsets[t + 1]]. `index`: see `NgramIndex.arrays`. `query_texts`: the text, starts,
    stems, weights and sums of `QueryTexts`; `strings`: those of its `StringSet` and scratch (int64, one a string, 0 at
    first). `state` (int32, units × STATES) has the units' lengths, and no two texts searched with it have the
    same serial + t, from 1 on; `scratch`: see `cover`. A hit is a row: text, string, place of its first occurrence.
    """
    postings = index[3]
    unit_text, starts, stems, weights, sums = query_texts
    string_text, string_starts, seen = strings
    passed, first = np.empty(BLOCK + 32, np.int64), np.empty(BLOCK + 32, np.int64)
    hashes = np.empty(BLOCK + 32, np.uint64)
    found = np.empty(COLUMNS, np.int64)
    free = np.zeros(len(scratch[3]), np.uint8)
    states = state.reshape(-1)
    units = len(starts) - 1
    rows = told = 0
    for t in range(len(offsets) - 1):
        start, end = offsets[t], offsets[t + 1]
        first_row = rows
        for block in range(start, end - SEED + 1, BLOCK):
            waiting = anchors(text, block, min(end - SEED + 1, block + BLOCK), False, passed)
            waiting = sift(text, passed, waiting, SEED_LOW, SEED_HIGH, index, hashes)
            waiting = locate(passed, hashes, waiting, index, first)
            for w in range(waiting):
                posting, last = first[w], False
                while not last:
                    payload, last = read_posting(postings, posting)
                    posting += 1
                    prefetch(states, min(payload >> PLACE_BITS, units - 1) * STATES)
            for w in range(waiting):
                place, posting = passed[w], first[w]
                last = False
                while not last:
                    payload, last = read_posting(postings, posting)
                    posting += 1
                    query_text, inside = payload >> PLACE_BITS, payload & ((1 << PLACE_BITS) - 1)
                    if query_text >= units:
                        string, at = query_text - units, place - inside
                        length = string_starts[string + 1] - string_starts[string]
                        if seen[string] == serial + t or at < start or at + length > end:
                            continue
                        if equal(text, at, string_text, string_starts[string], length):
                            seen[string] = serial + t
                            if told < len(hits):
                                hits[told, 0], hits[told, 1], hits[told, 2] = t, string, at
                            told += 1
                        continue
                    own = state[query_text]
                    if not _vote(own, serial + t, place, inside):
                        continue
                    begin, length = starts[query_text], np.int64(own[LENGTH])
                    slack = 64 + length // 2
                    low, high = max(start, place - inside - slack), min(end, place - inside + length + slack)
                    stem = begin + stems[query_text]
                    cover(
                        text, low, high, unit_text, begin, begin + length, stem, weights, free, False, SEED_AND_RUN,
                        scratch, found,
                    )  # fmt: skip
                    proof, total = found[QUESTION] + found[OPTIONS], sums[query_text, 0] + sums[query_text, 1]
                    if (proof < LEAST_SHARE * total or proof < LEAST_OWN) and 2 * found[COVERED] < length:
                        continue
                    own[DONE] = high
                    if rows == len(matches):
                        return -1, 0
                    matches[rows, M_TEXT], matches[rows, M_UNIT] = t, query_text
                    matches[rows, M_LOW], matches[rows, M_HIGH] = low, high
                    for column in range(COLUMNS):
                        matches[rows, M_COVER + column] = found[column]
                    rows += 1
        if rows - first_row > 1:
            _share_out(text, start, end, query_texts, scratch, matches[first_row:rows])
    return rows, told


@njit(nogil=True, forceinline=True)
def _vote(own: Any, t: int, place: int, inside: int) -> bool:
    """Note a seed of a unit; whether the unit is a candidate now."""
    step, length = place - inside, np.int64(own[LENGTH])
    if own[TEXT] != t or place - own[PLACE] > GAP or (own[DONE] >= 0 and place >= own[DONE]):
        own[TEXT], own[STEP], own[ORIGIN], own[VOTES], own[DONE] = t, step, inside, 0, -1
        own[NEXT] = min(MOST_VOTES, 1 + length // VOTE_BYTES)
    own[PLACE] = place
    if own[DONE] >= 0:
        return False
    if abs(step - own[STEP]) <= SWAY:
        own[VOTES] += 1
        own[STEP] = step
    elif own[VOTES] > 1:
        own[VOTES] -= 1  # as in a majority vote: stray votes wear each other out, steady ones win
    else:
        own[STEP], own[ORIGIN], own[VOTES] = step, inside, 1
    spread = min(MOST_SPREAD, max(0, (length - NARROW) // 5))
    if own[VOTES] < own[NEXT] or abs(inside - own[ORIGIN]) < spread:
        return False
    own[NEXT] = 2 * own[VOTES]  # if the closer look finds nothing, the next one must be worth it
    return True


@njit(cache=True, nogil=True)
def _share_out(text: Any, start: int, end: int, query_texts: Any, scratch: Any, matches: Any) -> None:
    """Cover the units of one text again, those with most bytes first, each with what the better ones left over."""
    unit_text, starts, stems, weights, _ = query_texts
    claimed = np.zeros(end - start, np.uint8)
    found = np.empty(COLUMNS, np.int64)
    for k in _best_first(matches):
        query_text, low, high = matches[k, M_UNIT], matches[k, M_LOW], matches[k, M_HIGH]
        begin, stop = starts[query_text], starts[query_text + 1]
        own = claimed[low - start : high - start]
        cover(text, low, high, unit_text, begin, stop, begin + stems[query_text], weights, own, True, 0, scratch, found)
        for column in range(COLUMNS):
            matches[k, M_COVER + column] = found[column]


@njit(cache=True, nogil=True)
def _best_first(matches: Any) -> Any:
    """Rows by falling number of bytes covered, then in order (a Shell sort: numba's own takes a second to compile)."""
    order = np.arange(len(matches))
    step = len(order) // 2
    while step:
        for i in range(step, len(order)):
            row, k = order[i], i
            covered = matches[row, M_COVER + COVERED]
            while k >= step:
                other = order[k - step]
                if matches[other, M_COVER + COVERED] > covered:
                    break
                if matches[other, M_COVER + COVERED] == covered and other < row:
                    break
                order[k] = other
                k -= step
            order[k] = row
        step //= 2
    return order
