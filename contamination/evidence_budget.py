"""How much evidence a scan may keep in memory: a number of pieces a question that all of them together can afford."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
BUDGET = 256 << 20  # bytes of evidence over all questions of a pass
SLACK = 1.25  # of the budget, from which pieces are given up while a scan goes on
PIECE = 14_000  # bytes of a piece of evidence, nearly all of it the comparison: the mean of 20,000, at most 27,000


def piece_cost(letters: int) -> int:
    """Bytes that a piece of evidence for a question of so many normalised bytes is reckoned to take.

    It depends on the question alone: so what is kept of a corpus does not depend on how it was cut up.
    """
    return PIECE + letters


def told(given_up: int, kept: int, keep: int, budget: int) -> str:
    """What an audit says of evidence that it could not afford; '' if there is none."""
    if not given_up:
        return ""
    return (
        f"{given_up:,} pieces of evidence were not kept: all questions together may hold {budget >> 20:,} MB of it, "
        f"enough for the best {kept:,} of each question, not {keep:,}; every hit is counted"
    )


def affordable(pieces: Array, costs: Array, keep: int, budget: int = BUDGET) -> int:
    """The most pieces a question, at least 1 and at most `keep`, with which evidence stays within the budget.

    pieces  by question, how many were found; costs: of one of them, bytes
    """
    low, high = 1, max(1, min(keep, int(pieces.max(initial=0))))
    if held(pieces, costs, high) <= budget:
        return keep
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if held(pieces, costs, middle) <= budget else (low, middle - 1)
    return low


def held(pieces: Array, costs: Array, keep: int) -> int:
    """Bytes of evidence if at most `keep` pieces of each question are kept."""
    return int((np.minimum(pieces, keep).astype(np.int64) * costs).sum())
