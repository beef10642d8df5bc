"""Hashes of short byte strings, and the table that finds them again."""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated"
# (numba infers machine types of its own)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uintp

from contamination.kernels.machine import anchors32, load64, ones, prefetch, trailing_zeros

_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # odd, bits well mixed
_ONE, _SIX_BITS, _LOWER = np.uint64(1), np.uint64(63), np.uint64(0xFFFFFFFF)
EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
BLOCK = 2048  # bytes of a text whose grams are looked up together: their part of the filter fits the fastest cache
ANCHORS = (0, 2, 3)  # low three bits of a byte, as in `machine.anchors32`
RARE = (8, 13)  # low five bits


@njit(inline="always")
def gram_hash(text: Any, place: int, low: Any, high: Any) -> Any:
    """Hash of the bytes text[place:place + 8] & low, text[place + 8:place + 16] & high."""
    value = (load64(text, place) & low) * _FIRST
    value ^= (load64(text, place + uintp(8)) & high) * _SECOND
    value = (value ^ (value >> np.uint64(29))) * _FIRST
    return value ^ (value >> np.uint64(32))


@njit(inline="always")
def filter_bits(value: Any) -> Any:
    """Three bits of a word of the filter."""
    first = _ONE << ((value >> np.uint64(20)) & _SIX_BITS)
    second = _ONE << ((value >> np.uint64(26)) & _SIX_BITS)
    return first | second | _ONE << ((value >> np.uint64(32)) & _SIX_BITS)


@njit(cache=True, nogil=True)
def hash_places(text: Any, places: Any, low: Any, high: Any, hashes: Any) -> None:
    """hashes[k] = hash of the gram at places[k]. 16 bytes must be readable there."""
    for k in range(len(places)):
        hashes[k] = gram_hash(text, uintp(places[k]), low, high)


@njit(cache=True, nogil=True)
def fill_table(hashes: Any, firsts: Any, words: Any, shift: Any, slots: Any) -> None:
    """Enter distinct hashes; see `NgramIndex` for the meaning of the arrays."""
    mask = np.uint64(len(slots) - 1)
    for k in range(len(hashes)):
        value = hashes[k]
        prefetch(slots, np.intp(hashes[min(k + 32, len(hashes) - 1)] & mask))
        words[value >> shift] |= filter_bits(value)
        slot = value & mask
        while slots[slot] != EMPTY:
            slot = (slot + _ONE) & mask
        slots[slot] = (value & ~_LOWER) | np.uint64(firsts[k])


@njit(inline="always")
def look_up(slots: Any, value: Any) -> int:
    """Index of the gram's first posting, -1 if the gram is not in the table (as far as 32 bits can tell)."""
    mask = np.uint64(len(slots) - 1)
    slot = value & mask
    while slots[slot] != EMPTY:
        if (slots[slot] ^ value) <= _LOWER:
            return np.int64(slots[slot] & _LOWER)
        slot = (slot + _ONE) & mask
    return np.int64(-1)


@njit(cache=True, nogil=True)
def anchors(text: Any, start: int, stop: int, rare: bool, places: Any) -> int:
    """Places of text[start:stop] whose byte is an anchor; gives their number. 32 bytes more must be readable.

    Which places are looked up is decided by the text itself, so the same places are chosen in a question and in its
    copy, wherever it stands, and only the grams at anchors need an index. Anchors are c k s b j r z h p x and other
    bytes with low bits 0, 2 or 3, a quarter of English text; rare ones are h m and others with low bits 8 or 13: one
    letter in seventeen, and so evenly spread that 96 of 100 stretches of 40 letters have one.
    `places` must hold stop - start + 32 numbers.
    """
    count = uintp(0)
    for block in range(start, stop, 32):
        masks = anchors32(text, block)
        mask = masks >> np.uint64(32) if rare else masks & _LOWER
        if stop - block < 32:
            mask &= (_ONE << np.uint64(stop - block)) - _ONE
        after = count + uintp(ones(mask))
        # Eight at a time, a few too many, because a loop of unforeseeable length would cost more.
        while count < after:
            for k in range(8):
                places[count + uintp(k)] = np.uint64(block) + trailing_zeros(mask)
                mask &= mask - _ONE
            count += uintp(8)
        count = after
    return np.int64(count)


@njit(cache=True, nogil=True)
def sift(text: Any, places: Any, count: int, low: Any, high: Any, index: Any, hashes: Any) -> int:
    """Keep those of the first `count` places whose gram may be in the index, and their hashes; gives their number.

    The filter is larger than the fastest cache, so all its words are asked for before the first is looked at; then
    the entries of the table are, ahead of `locate`. Nothing guesses a branch.
    """
    words, shift, slots, _ = index
    for k in range(uintp(count)):
        value = gram_hash(text, uintp(places[k]), low, high)
        hashes[k] = value
        prefetch(words, np.intp(value >> shift))
    kept = uintp(0)
    for k in range(uintp(count)):
        value = hashes[k]
        bits = filter_bits(value)
        places[kept], hashes[kept] = places[k], value
        kept += uintp((words[value >> shift] & bits) == bits)
    mask = np.uint64(len(slots) - 1)
    for k in range(kept):
        prefetch(slots, np.intp(hashes[k] & mask))
    return np.int64(kept)


@njit(cache=True, nogil=True)
def locate(places: Any, hashes: Any, count: int, index: Any, found: Any) -> int:
    """Those of the first `count` places whose gram is in the index, and in `found` its first posting; their number.

    The postings are fetched ahead of their use: they lie too far apart for a cache.
    """
    slots, postings = index[2], index[3]
    kept = uintp(0)
    for k in range(uintp(count)):
        posting = look_up(slots, hashes[k])
        if posting >= 0:
            prefetch(postings, posting)
            places[kept], found[kept] = places[k], posting
            kept += uintp(1)
    return np.int64(kept)


@njit(inline="always")
def read_posting(postings: Any, posting: int) -> Any:
    """(payload, whether it is the last one of its gram); those of one gram stand together, the last complemented."""
    payload = postings[posting]
    last = payload < 0
    return (~payload if last else payload), last


@njit(inline="always")
def equal(text: Any, at: int, strings: Any, start: int, length: int) -> bool:
    """Whether text[at:at + length] is strings[start:start + length]."""
    for k in range(length):  # noqa: SIM110  (numba compiles no generator)
        if text[at + k] != strings[start + k]:
            return False
    return True


@njit(cache=True, nogil=True)
def every(start: int, stop: int, stride: int, places: Any) -> int:
    """Places start, start + stride, … below stop; gives their number."""
    count = 0
    for place in range(start, stop, stride):
        places[count] = place
        count += 1
    return count
