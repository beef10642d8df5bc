"""Differential item functioning: is an item harder for one family of candidates than for others who do as well?

Mantel–Haenszel common odds ratio over strata of equal rest score (Mantel & Haenszel 1959; Holland & Thayer 1988), the
variance of its logarithm after Robins, Breslow & Greenland (1986, Biometrics 42), on ETS's delta scale, −2.35 ln α:
above 0 the item favours the focal family. Classes are those of Zieky (1993): A negligible, B moderate, C large (beyond
1.5 in size and significantly beyond 1). p values are Holm's over the items of one family.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scoring.comparisons.holm import holm
from scoring.interval import Z
from scoring.items.sitting import Sitting, by_person, rest_shares, share_matrix
from scoring.scales.tables import FloatArray

FEWEST = 3  # candidates in each of the two groups
STRATA = 5
DELTA = -2.35
BoolArray = npt.NDArray[np.bool_]
ONE_SIDED = 1.6448536269514722


@dataclass(frozen=True)
class DifferentialItem:
    """One item for one family against all others. `delta` in ETS units, None where no stratum tells both groups apart.

    adjusted_p: over all items of this family that can be tested.
    """

    question: str
    family: str
    focal: int
    reference: int
    odds_ratio: float | None
    delta: float | None
    interval: tuple[float, float] | None
    p_value: float | None
    adjusted_p: float | None
    level: str


@dataclass(frozen=True)
class DifferentialFunctioning:
    """All items by family, and the families that are too few to be tested, with the number of candidates."""

    items: tuple[DifferentialItem, ...]
    too_few: dict[str, int]


def differential_items(sittings: Sequence[Sitting], questions: Sequence[str]) -> DifferentialFunctioning:
    """Each family with `FEWEST` candidates or more against all others, on its candidates' first sittings.

    Items with partial credit are left out: the test is of right and wrong.
    """
    persons = by_person(sittings)
    shares = share_matrix([own[:1] for own in persons.values()], questions)
    rest = rest_shares(shares)
    families = np.array([own[0].family for own in persons.values()])
    found: list[DifferentialItem] = []
    too_few = {}
    for family in dict.fromkeys(families.tolist()):
        focal = families == family
        if focal.sum() < FEWEST or (~focal).sum() < FEWEST:
            too_few[family] = int(focal.sum())
            continue
        found += _adjusted(
            [_one(q, shares[:, column], rest[:, column], focal, family) for column, q in enumerate(questions)]
        )
    return DifferentialFunctioning(tuple(found), too_few)


def mantel_haenszel(tables: FloatArray) -> tuple[float, float] | None:
    """(ln of the common odds ratio, its SE) of tables of shape (strata, 2, 2): rows reference, focal; right, wrong.

    None where the ratio is 0, infinite or undefined.
    """
    a, b, c, d = (tables[:, i, j] for i in (0, 1) for j in (0, 1))
    n = a + b + c + d
    keep = n > 0
    a, b, c, d, n = a[keep], b[keep], c[keep], d[keep], n[keep]
    r, s, p, q = a * d / n, b * c / n, (a + d) / n, (b + c) / n
    if not len(n) or r.sum() <= 0 or s.sum() <= 0:
        return None
    variance = (
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    )
    return float(np.log(r.sum() / s.sum())), float(np.sqrt(variance))


def _one(question: str, own: FloatArray, rest: FloatArray, focal: BoolArray, family: str) -> DifferentialItem:
    asked = ~np.isnan(own)
    right = own > 1 - 1e-9
    empty = DifferentialItem(
        question, family, int((asked & focal).sum()), int((asked & ~focal).sum()), None, None, None, None, None, "–"
    )
    if not (right | (own < 1e-9))[asked].all() or min(empty.focal, empty.reference) < FEWEST:
        return empty
    rest = np.nan_to_num(rest)
    stratum = _strata(rest[asked])
    tables = np.zeros((STRATA, 2, 2))
    np.add.at(tables, (stratum, focal[asked].astype(int), (~right[asked]).astype(int)), 1)
    found = mantel_haenszel(tables)
    if found is None:
        return empty
    from scipy.special import ndtr

    log, error = found
    delta, half = DELTA * log, -DELTA * Z * error
    p = float(2 * ndtr(-abs(log) / error))
    return DifferentialItem(
        question, family, empty.focal, empty.reference, float(np.exp(log)), delta, (delta - half, delta + half), p,
        None, _level(delta, -DELTA * error, p),
    )  # fmt: skip


def _level(delta: float, error: float, p: float) -> str:
    if p >= 0.05 or abs(delta) < 1:
        return "A"
    return "C" if abs(delta) >= 1.5 and abs(delta) - ONE_SIDED * error > 1 else "B"


def _strata(rest: FloatArray) -> npt.NDArray[np.int64]:
    """Fifths by rank; equal scores stay together."""
    ordered = np.sort(rest)
    cuts = [ordered[min(len(rest) - 1, round(k * len(rest) / STRATA))] for k in range(1, STRATA)]
    return np.searchsorted(np.array(cuts), rest, side="right")


def _adjusted(items: Sequence[DifferentialItem]) -> list[DifferentialItem]:
    adjusted = iter(holm([i.p_value for i in items if i.p_value is not None]))
    return [i if i.p_value is None else replace(i, adjusted_p=next(adjusted)) for i in items]
