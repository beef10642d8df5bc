"""Keys of numeric questions for systems that read no fractions."""

from __future__ import annotations

from fractions import Fraction


def decimal_key(key: str) -> str:
    """'3/4' → '0.75', '1/3' → '0.333333333333' (12 digits); other keys as they are, without thousands separators."""
    plain = key.strip().replace(",", "").replace("−", "-")
    above, slash, below = plain.partition("/")
    if not slash:
        return plain
    try:
        return f"{float(Fraction(above.strip()) / Fraction(below.strip())):.12g}"
    except (ValueError, ZeroDivisionError):
        return plain
