"""Round to the steps of a scale. Half to even by default, as the GPT-4 report's tables show (62.5 → 62, 37.5 → 38)."""

from __future__ import annotations

import numpy as np

from scoring.scales.tables import FloatArray

ROUNDINGS = ("half_even", "half_up", "down", "none")


def round_to_step(values: FloatArray, step: float, origin: float = 0.0, how: str = "half_even") -> FloatArray:
    """Nearest `origin + n × step`. A tie goes to even n ("half_even") or up ("half_up"); "down" cuts off.

    Values are first rounded to nine decimals, so that 9.4999999999 out of a division counts as the 9.5 it is.
    """
    if how == "none":
        return values
    steps = np.round((values - origin) / step, 9)
    up = 0.5 if how == "half_up" else 0.0
    rounded: FloatArray = np.rint(steps) if how == "half_even" else np.floor(steps + up)
    return origin + rounded * step


def half_even(value: float, digits: int = 0) -> float:
    """One number rounded half to even at `digits` decimals, decided on its decimal form (0.125 → 0.12)."""
    from decimal import ROUND_HALF_EVEN, Decimal

    exact = Decimal(repr(round(value, 9)))
    return float(exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN))
