"""Linear (mean–sigma) linking of observed scores in a single group: the same standardised deviates are equivalent.

y = μ_Y + (σ_Y ÷ σ_X)(x − μ_X) (Kolen & Brennan, Test Equating, Scaling, and Linking, 3rd ed. 2014, section 2.2.2).
"""

from __future__ import annotations

import numpy as np

from scoring.linking.common_persons import GRID, CommonPersons
from scoring.scales.tables import FloatArray

LEAST_SPREAD = 1e-6


def linear(data: CommonPersons, weights: FloatArray) -> FloatArray:
    """Shape of `GRID`: the share on the real form that is equivalent to each share on the practice form.

    weights: shape (rows,), with the sum 1. Values may lie outside 0 to 1.
    """
    mean_x, mean_y = weights @ data.first, weights @ data.second
    spread_x = np.sqrt(weights @ (data.first - mean_x) ** 2)
    spread_y = np.sqrt(weights @ (data.second - mean_y) ** 2)
    found: FloatArray = mean_y + spread_y / max(spread_x, LEAST_SPREAD) * (GRID - mean_x)
    return found
