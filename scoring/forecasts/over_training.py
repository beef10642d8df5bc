"""How far a run was trained beyond (or short of) the usual tokens a parameter, as a term of the loss law.

Runs of one compute differ by size and data. Gadre et al. 2024 (arXiv 2403.08540) write the reducible loss as
(a·M^η + a'·M^−η)·C^−η with M = tokens ÷ parameters; to second order in log M its logarithm is
log a + b·log C + γ·m + δ·m², m = log(M ÷ 20). That is the term used here: γ alone where M takes two or three values,
γ and δ from four values and eight runs on, none where all runs have one M or M is not known.
"""

from __future__ import annotations

import numpy as np

from scoring.forecasts.points import Floats, Points

USUAL = 20.0
"""Tokens a parameter near the compute-optimum (Hoffmann et al. 2022); only the zero of m, no assumption."""


def degree(points: Points) -> int:
    """How many terms of m the runs can tell apart: 0, 1 or 2."""
    if points.ratio is None:
        return 0
    different = len(np.unique(np.round(np.log(points.ratio), 1)))
    if different < 2:
        return 0
    return 1 if different < 4 or len(points) < 8 else 2


def terms(ratio: Floats | float | None, count: int, how_many: int) -> Floats:
    """m, m² … as an array of shape (count, how_many); zeros where the ratio is not known."""
    if ratio is None or how_many == 0:
        return np.zeros((count, how_many))
    m = np.log(np.broadcast_to(np.asarray(ratio, dtype=float), (count,)) / USUAL)
    return np.stack([m ** (power + 1) for power in range(how_many)], axis=1)
