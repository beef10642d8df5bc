"""Signatures of many texts at once, equal to those that datasketch makes one at a time (its scheme "affine32")."""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated"
# (numba infers machine types of its own)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from contamination.kernels.machine import load64

SHINGLE = 5  # bytes of normalised text
_SHINGLE_BITS, _LOW = np.uint64((1 << 8 * SHINGLE) - 1), np.uint64(0xFFFFFFFF)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0x85EBCA6B), np.uint64(0xC2B2AE35)  # of the MurmurHash3 finalizer
_13, _16, _32 = np.uint64(13), np.uint64(16), np.uint64(32)


@njit(cache=True, nogil=True)
def signatures(text: Any, starts: Any, ends: Any, factors: Any, terms: Any, values: Any) -> None:
    """values[k] (uint32, all ones at first) = signature of text[starts[k]:ends[k]], by `factors` and `terms` (uint64).

    8 bytes must be readable after every text.
    """
    for k in range(len(starts)):
        for place in range(starts[k], ends[k] - SHINGLE + 1):
            value = ((load64(text, place) & _SHINGLE_BITS) * _MIX) >> _32
            value ^= value >> _16
            value = (value * _FIRST) & _LOW
            value ^= value >> _13
            value = (value * _SECOND) & _LOW
            value ^= value >> _16
            for p in range(len(factors)):
                permuted = np.uint32((factors[p] * value + terms[p]) & _LOW)
                values[k, p] = min(values[k, p], permuted)
