"""Equipercentile linking with log-linear presmoothing: equal percentile ranks are equivalent.

Each form's score distribution is smoothed by the log-linear model that keeps its first C moments (Holland & Thayer
1987; Kolen & Brennan 2014, section 3.3), C from 2 to 4 by Akaike's criterion and at most a fifth of the persons; scores
are continuised by the uniform kernel, and x goes to the y of the same percentile rank (section 2.3).
"""

from __future__ import annotations

import numpy as np

from scoring.linking.common_persons import GRID, CommonPersons
from scoring.scales.tables import FloatArray

MOST_POINTS = 100  # steps of the score scale: longer forms are put on a scale of so many
MOST_MOMENTS = 4
_ROUNDS = 60


def equipercentile(data: CommonPersons, weights: FloatArray, moments: tuple[int, int] | None = None) -> FloatArray:
    """Shape of `GRID`, as `linear`. moments: C of both forms; None = chosen for these data."""
    chosen = moments or chosen_moments(data)
    return _equivalents(
        smoothed(_places(data.first, _points(data.first_items)), weights, _points(data.first_items), chosen[0]),
        smoothed(_places(data.second, _points(data.second_items)), weights, _points(data.second_items), chosen[1]),
    )


def chosen_moments(data: CommonPersons) -> tuple[int, int]:
    """C for both forms by Akaike's criterion."""
    weights = data.weights(np.ones(len(data.persons)))
    most = max(2, min(MOST_MOMENTS, len(data.persons) // 5))
    found = []
    for shares, items in ((data.first, data.first_items), (data.second, data.second_items)):
        points = _points(items)
        places = _places(shares, points)
        best = (np.inf, 2)
        for c in range(2, most + 1):
            density = smoothed(places, weights, points, c)
            at = np.clip(np.rint(places).astype(int), 0, points)
            log_likelihood = len(data.persons) * float(weights @ np.log(np.maximum(density[at], 1e-300)))
            best = min(best, (2 * c - 2 * log_likelihood, c))
        found.append(best[1])
    return found[0], found[1]


def smoothed(places: FloatArray, weights: FloatArray, points: int, moments: int) -> FloatArray:
    """Shape (points + 1,): the log-linear distribution over 0 … points with the first `moments` moments of the data.

    Newton's method on the convex dual, halving steps that do not lower it.
    """
    scale = np.linspace(-1.0, 1.0, points + 1)
    powers: FloatArray = np.polynomial.legendre.legvander(scale, moments)[:, 1:].astype(float)
    wanted: FloatArray = weights @ np.polynomial.legendre.legvander(2 * places / points - 1, moments)[:, 1:]
    theta = np.zeros(moments)
    value, density = _dual(theta, powers, wanted)
    for _ in range(_ROUNDS):
        gap = powers.T @ density - wanted
        if np.abs(gap).max() < 1e-9:
            break
        spread = (powers * density[:, None]).T @ powers - np.outer(powers.T @ density, powers.T @ density)
        step = np.linalg.solve(spread + 1e-12 * np.eye(moments), gap)
        for halving in range(30):
            trial = theta - step / 2**halving
            new, tried = _dual(trial, powers, wanted)
            if new <= value:
                break
        theta, value, density = trial, new, tried
    return density


def _dual(theta: FloatArray, powers: FloatArray, wanted: FloatArray) -> tuple[float, FloatArray]:
    logs = powers @ theta
    most = logs.max()
    exp = np.exp(logs - most)
    return float(most + np.log(exp.sum()) - theta @ wanted), exp / exp.sum()


def _equivalents(first: FloatArray, second: FloatArray) -> FloatArray:
    """Uniform kernel: the mass of a score lies evenly within half a point on both sides of it."""
    x_points, y_points = len(first) - 1, len(second) - 1
    x_edges, y_edges = np.arange(x_points + 2) - 0.5, np.arange(y_points + 2) - 0.5
    x_rank = np.concatenate([[0.0], np.cumsum(first)])
    y_rank = np.concatenate([[0.0], np.cumsum(second)])
    found: FloatArray = np.interp(np.interp(GRID * x_points, x_edges, x_rank), y_rank, y_edges)
    return found / y_points


def _places(shares: FloatArray, points: int) -> FloatArray:
    return shares * points


def _points(items: FloatArray) -> int:
    return max(2, min(MOST_POINTS, int(items.shape[1])))
