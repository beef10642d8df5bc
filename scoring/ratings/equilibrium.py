"""The Codeforces rating at which a performance would neither raise nor lower it.

Elo: contestant j beats i with probability 1 / (1 + 10^((r_i − r_j) / 400)). The seed of a rating r is the place it
expects, 1 + Σ_j P(j beats r). After one contest the rating moves halfway to the R whose seed is the geometric mean of
the seed and the place reached; repeated with the same result, it comes to rest where seed(r) = place (rules:
codeforces.com/blog/entry/20762; the fixed point as in the GPT-4 report, appendix A.6: equilibrium ratings of ten
contests, up to ten attempts a problem, 100 simulations of each, averaged; a simulation that solves nothing counts 0).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.scales.tables import FloatArray

WRONG_TRY = 50.0
LEAST_SHARE = 0.3
BISECTIONS = 40


@dataclass(frozen=True)
class Problem:
    """`points` None: the contest counts problems and penalty (Educational, Div. 3), not points."""

    question: str
    points: float | None = None


@dataclass(frozen=True)
class Contest:
    """Problems, and what the human contestants reached: arrays of one length."""

    id: str
    problems: tuple[Problem, ...]
    ratings: FloatArray
    points: FloatArray
    penalty: FloatArray
    invented: bool = False  # no person took it: a rating from it is not comparable with people's


@dataclass(frozen=True)
class Chances:
    """How a problem is tried: with one probability at each attempt, or by attempts seen, taken in random order."""

    probability: float | None = None
    attempts: tuple[bool, ...] = ()


def seed(rating: float | FloatArray, ratings: FloatArray) -> FloatArray:
    """The place that `rating` (any shape) expects among `ratings` (one dimension)."""
    own = np.asarray(rating, dtype=float)
    values, counts = np.unique(ratings, return_counts=True)
    beaten_by = 1.0 / (1.0 + 10.0 ** ((own[..., None] - values) / 400.0))
    result: FloatArray = 1.0 + beaten_by @ counts.astype(float)
    return result


def equilibrium_rating(places: FloatArray, ratings: FloatArray) -> FloatArray:
    """The r with seed(r) = place, by bisection between 0 and the best rating + 100; kept within these bounds.

    `places` may be any one-dimensional array; equal places are solved once. The seed falls as r rises.
    """
    unique, index = np.unique(places, return_inverse=True)
    low, high = np.zeros(len(unique)), np.full(len(unique), float(ratings.max()) + 100.0)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        too_high_a_place = seed(middle, ratings) > unique
        low, high = np.where(too_high_a_place, middle, low), np.where(too_high_a_place, high, middle)
    result: FloatArray = ((low + high) / 2)[index]
    return result


def simulate(
    contest: Contest, chances: Sequence[Chances], attempts: int, simulations: int, rng: np.random.Generator
) -> FloatArray:
    """Equilibrium ratings of `simulations` runs through one contest, each problem tried up to `attempts` times.

    Wrong tries before the first right one cost 50 points (never below 30 % of the problem), or one unit of penalty
    where problems have no points. Among tied contestants the candidate takes the last place. A run that solves
    nothing is rated 0.
    """
    tries = [_tries(chance, attempts, simulations, rng) for chance in chances]
    return rated(contest, [solved for solved, _ in tries], [wrong for _, wrong in tries])


def rated(contest: Contest, solved_by: Sequence[npt.NDArray[np.bool_]], wrong_by: Sequence[FloatArray]) -> FloatArray:
    """Equilibrium ratings of results: by problem whether it was solved, and wrong tries, each of shape (results,)."""
    points, penalty = np.zeros(len(solved_by[0])), np.zeros(len(solved_by[0]))
    solved_any = np.zeros(len(points), dtype=bool)
    for problem, solved, wrong in zip(contest.problems, solved_by, wrong_by, strict=True):
        solved_any |= solved
        if problem.points is None:
            points += solved
            penalty += solved * wrong
        else:
            worth = np.maximum(problem.points - WRONG_TRY * wrong, LEAST_SHARE * problem.points)
            points += solved * worth
    places = _places(contest, points, penalty)
    ratings = equilibrium_rating(places, contest.ratings)
    result: FloatArray = np.where(solved_any, ratings, 0.0)
    return result


def _tries(
    chance: Chances, attempts: int, simulations: int, rng: np.random.Generator
) -> tuple[npt.NDArray[np.bool_], FloatArray]:
    """Whether each simulation solves the problem, and its wrong tries before that."""
    if chance.attempts:
        orders = rng.permuted(np.tile(np.array(chance.attempts), (simulations, 1)), axis=1)
        seen = orders[:, :attempts]
        return np.asarray(seen.any(axis=1)), seen.argmax(axis=1).astype(float)
    probability = chance.probability or 0.0
    if probability <= 0:
        return np.zeros(simulations, dtype=bool), np.zeros(simulations)
    first = rng.geometric(min(1.0, probability), simulations)
    return first <= attempts, (first - 1).astype(float)


def _places(contest: Contest, points: FloatArray, penalty: FloatArray) -> FloatArray:
    # a contestant at least as good is before the candidate: more points, or as many with no more penalty
    ahead = contest.points[None, :] > points[:, None]
    level = (contest.points[None, :] == points[:, None]) & (contest.penalty[None, :] <= penalty[:, None])
    result: FloatArray = 1.0 + (ahead | level).sum(axis=1)
    return result
