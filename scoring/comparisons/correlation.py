"""The interval of a correlation by Fisher's z (1921), whose standard error is 1 ÷ √(n − 3)."""

from __future__ import annotations

import numpy as np

from scoring.interval import Z


def correlation_interval(r: float, n: int) -> tuple[float, float]:
    """95 % interval of the correlation `r` of `n` pairs; n must be more than 3."""
    z, half = np.arctanh(np.clip(r, -0.999999, 0.999999)), Z / np.sqrt(n - 3)
    return float(np.tanh(z - half)), float(np.tanh(z + half))
