"""Standings of one real contest from a file, and what a participant's place in it is worth as a rating.

CSV with a header: handle, rating (before the contest), points, penalty (may be absent: 0). Everyone counts but the
participant; those who tie share the last of their places.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exams.errors import InputError
from exams.files.csv_records import csv_records
from scoring.ratings.equilibrium import BISECTIONS, equilibrium_rating, seed
from scoring.scales.tables import FloatArray


@dataclass(frozen=True)
class Participant:
    """One row of the standings."""

    handle: str
    rating: float
    points: float
    penalty: float


@dataclass(frozen=True)
class Performance:
    """`rating` is where seed(rating) = place, among the others; `change` is what the contest does to the rating."""

    place: float
    expected: float
    rating: float
    change: float


def read_standings(path: Path) -> tuple[Participant, ...]:
    """The participants in the file's order; InputError for a file or a row that cannot be used."""
    names, records = csv_records(path)
    if missing := {"handle", "rating", "points"} - set(names):
        hint = "columns: handle,rating,points,penalty"
        raise InputError(f"no column {sorted(missing)[0]!r}", where=path, line=1, hint=hint)
    return tuple(_participant(row, path, line) for line, row in records)


def performance(standings: tuple[Participant, ...], handle: str) -> Performance:
    """What the place of one participant among the others is worth; InputError where nobody has that name."""
    index = next((i for i, p in enumerate(standings) if p.handle == handle), None)
    if index is None:
        names = f"names are like {standings[0].handle!r}" if standings else "the file holds nobody"
        raise InputError(f"no participant {handle!r}", hint=names)
    if len(standings) < 2:
        raise InputError("the standings hold nobody else", hint="give the whole contest")
    ratings = np.array([p.rating for p in standings])
    place, others = _places(standings)[index], np.delete(ratings, index)
    expected = float(seed(ratings[index], others))
    rating = float(equilibrium_rating(np.array([place]), others)[0])
    return Performance(float(place), expected, rating, float(rating_changes(standings)[index]))


def rating_changes(standings: tuple[Participant, ...]) -> FloatArray:
    """Everyone's rating change, before it is rounded: half the way to the rating whose seed is √(place · expected
    place), then shifted so that the sum is just below zero and the highest rated do not gain as a group
    (codeforces.com/blog/entry/20762)."""
    ratings, places = np.array([p.rating for p in standings]), _places(standings)
    expected = seed(ratings, ratings) - 0.5  # nobody plays against oneself
    goal = np.sqrt(places * expected)
    low, high = np.full(len(ratings), 1.0), np.full(len(ratings), 8000.0)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        oneself = 1.0 / (1.0 + 10.0 ** ((middle - ratings) / 400.0))
        above = seed(middle, ratings) - oneself < goal
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    change = ((low + high) / 2 - ratings) / 2
    change += -change.sum() / len(change) - 1
    highest = np.argsort(-ratings)[: min(len(ratings), 4 * round(len(ratings) ** 0.5))]
    result: FloatArray = change + min(max(-change[highest].sum() / len(highest), -10.0), 0.0)
    return result


def _places(standings: tuple[Participant, ...]) -> FloatArray:
    """1 + how many others are at least as good: those who tie share the last of their places."""
    keys = [(-p.points, p.penalty) for p in standings]
    ordered = sorted(keys)
    return np.array([float(bisect_right(ordered, key)) for key in keys])


def _participant(row: dict[str, str], path: Path, line: int) -> Participant:
    try:
        return Participant(
            str(row["handle"]), float(row["rating"] or ""), float(row["points"] or ""), float(row.get("penalty") or 0)
        )
    except ValueError:
        raise InputError("rating, points and penalty are numbers", where=path, line=line, hint="correct it") from None
