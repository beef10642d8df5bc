"""Rasch linking by common persons: both forms calibrated at once on the persons' one scale, then true scores linked.

P(right) = 1 ÷ (1 + exp(b − θ)); θ of the persons and b of all items by joint maximum likelihood (Wright & Stone, Best
Test Design, 1979), each b held by a normal prior of SD 1.5 around its form's mean, so that items that all or none of a
handful of persons get have an estimate. x goes to θ where the expected share of the practice form is x, and θ to the
expected share of the real form: true-score linking (Kolen & Brennan 2014, section 6.5). Few persons and many items are
what joint likelihood is good for; the packages there are estimate items over hundreds of persons drawn from N(0, 1),
know no weights, and have had no release since 2021 (girth 0.8.0) or do not install on Python 3.12 (py-irt 0.7.1).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scoring.linking.common_persons import GRID, CommonPersons
from scoring.scales.tables import FloatArray

PRIOR_SD = 1.5  # logits
LARGEST = 8.0  # logits: how far persons are sought
_ROUNDS = 200
_CLOSE = 1e-4  # logits
_THETA = np.linspace(-10.0, 10.0, 401)


Calibration = tuple[FloatArray, FloatArray]


def rasch(data: CommonPersons, weights: FloatArray, start: Calibration | None = None) -> FloatArray:
    """Shape of `GRID`, as `linear`. start: θ and b to begin from, of the unweighted persons."""
    items, form = both_forms(data)
    _, difficulty = calibrate(items, form, weights * len(data.persons), start=start)
    first, second = (_expected(difficulty[form == k]) for k in (0, 1))
    theta = np.interp(GRID, first, _THETA)
    found: FloatArray = np.interp(theta, _THETA, second)
    return found


def both_forms(data: CommonPersons) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Shape (rows, items of both forms), and which form each item is of."""
    form = np.repeat([0, 1], [data.first_items.shape[1], data.second_items.shape[1]])
    return np.concatenate([data.first_items, data.second_items], axis=1), form


def calibrate(
    items: FloatArray,
    form: npt.NDArray[np.int64],
    weights: FloatArray,
    prior_sd: float = PRIOR_SD,
    start: Calibration | None = None,
) -> Calibration:
    """θ of the rows and b of the items in logits, b with mean 0. `form`: shape (items,), which form each is of.

    items: shares, NaN where not asked; weights: of the rows. The persons' scale is fixed by the mean of all b.
    """
    known = ~np.isnan(items)
    shares = np.where(known, items, 0.0)
    theta, difficulty = start or (np.zeros(len(items)), np.zeros(items.shape[1]))
    precision = 1 / prior_sd**2
    for _ in range(_ROUNDS):
        p, information = _right(theta, difficulty, known)
        step = (shares - p).sum(axis=1) - 0.01 * theta
        moved = np.clip(step / (information.sum(axis=1) + 0.01), -1, 1)
        theta = np.clip(theta + moved, -LARGEST, LARGEST)
        p, information = _right(theta, difficulty, known)
        centre = np.array([difficulty[form == k].mean() for k in range(int(form.max()) + 1)])[form]
        gap = weights @ (p - shares) - precision * (difficulty - centre)
        change = np.clip(gap / (weights @ information + precision), -1, 1)
        difficulty = difficulty + change
        shift = difficulty.mean()
        theta, difficulty = theta - shift, difficulty - shift
        if np.abs(change - shift).max() < _CLOSE:  # what is left after the common shift, which is taken back
            break
    return theta, difficulty


def _right(theta: FloatArray, difficulty: FloatArray, known: npt.NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
    p = np.where(known, 1 / (1 + np.exp(difficulty[None, :] - theta[:, None])), 0.0)
    return p, p * (1 - p)


def _expected(difficulty: FloatArray) -> FloatArray:
    found: FloatArray = (1 / (1 + np.exp(difficulty[None, :] - _THETA[:, None]))).mean(axis=1)
    return found
