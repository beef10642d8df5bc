"""How far a rating could move with other contests and other problems of the same places in them.

A contest has about six problems from easy to hard, so that a rating from a few contests rests on the two or three at
the edge of what the candidate can do. In each draw contests are drawn anew, and so is each problem's result: whether
the candidate would solve another problem of that place is drawn from what it did with the problems of that place and
of the places beside it in all contests, by the Beta posterior of Jeffreys' prior (Brown, Cai & DasGupta 2001,
Statistical Science 16). A perfect set is therefore not without error. A later problem is
never the likelier one to be solved, as contests are ordered. What a draw solves, it solves at the first try.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scoring.ratings.equilibrium import Contest, rated
from scoring.scales.tables import FloatArray

BESIDE = 1  # places to each side that tell of a place


def other_contests(contests: Sequence[Contest], shares: Sequence[Sequence[float]], draws: int, seed: int) -> FloatArray:
    """Shape (draws,): mean ratings over as many contests as there are, contests and results drawn anew.

    shares: for each contest, the chance that each of its problems is solved, 0 to 1, as seen.
    """
    rng = np.random.default_rng([seed, 1])
    total = np.zeros(draws)
    drawn = [_solving(shares, place, draws, rng) for place in range(max(len(s) for s in shares))]
    chances = np.minimum.accumulate(np.array(drawn))
    for _ in contests:
        chosen = rng.integers(0, len(contests), draws)
        for index, contest in enumerate(contests):
            rows = np.flatnonzero(chosen == index)
            if len(rows):
                solved = [rng.random(len(rows)) < chances[place][rows] for place in range(len(contest.problems))]
                total[rows] += rated(contest, solved, [np.zeros(len(rows))] * len(solved))
    return total / len(contests)


def _solving(shares: Sequence[Sequence[float]], place: int, draws: int, rng: np.random.Generator) -> FloatArray:
    """Draws of the chance to solve a problem of this place."""
    near = [share for of in shares for at, share in enumerate(of) if abs(at - place) <= BESIDE]
    solved = sum(near)
    result: FloatArray = rng.beta(solved + 0.5, len(near) - solved + 0.5, draws)
    return result
