"""Hashes of short byte strings, and the table that finds them again."""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated"
# (numba infers machine types of its own)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uintp

from contamination.machine import load64

_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # odd, bits well mixed
EMPTY = -1


@njit(inline="always")
def gram_hash(text: Any, place: int, low: Any, high: Any) -> int:
    """Hash of the bytes text[place:place + 8] & low, text[place + 8:place + 16] & high."""
    value = (load64(text, place) & low) * _FIRST
    value ^= (load64(text, place + uintp(8)) & high) * _SECOND
    value = (value ^ (value >> np.uint64(29))) * _FIRST
    return value ^ (value >> np.uint64(32))


@njit(cache=True, nogil=True)
def hash_places(text: Any, places: Any, low: Any, high: Any, hashes: Any) -> None:
    """hashes[k] = hash of the gram at places[k]. 16 bytes must be readable there."""
    for k in range(len(places)):
        hashes[k] = gram_hash(text, uintp(places[k]), low, high)


@njit(cache=True, nogil=True)
def fill_table(hashes: Any, firsts: Any, prints: Any, slots: Any, bitmap: Any, bitmap_shift: int) -> None:
    """Enter distinct hashes; see `GramIndex` for the meaning of the arrays."""
    mask = np.uint64(len(slots) - 1)
    for k in range(len(hashes)):
        value = hashes[k]
        bit = value >> np.uint64(bitmap_shift)
        bitmap[bit >> np.uint64(3)] |= np.uint8(1) << np.uint8(bit & np.uint64(7))
        slot = value & mask
        while slots[slot] != EMPTY:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = firsts[k]
        prints[slot] = value >> np.uint64(32)
