"""Standings of one real contest from a file, and what a participant's place in it is worth as a rating.

CSV with a header: handle, rating (before the contest), points, penalty (may be absent: 0). Everyone counts but the
participant; those who tie share the last of their places.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exams.errors import InputError
from scoring.equilibrium import equilibrium_rating, seed


@dataclass(frozen=True)
class Participant:
    """One row of the standings."""

    handle: str
    rating: float
    points: float
    penalty: float


@dataclass(frozen=True)
class Performance:
    """`rating` is where seed(rating) = place; `wanted` where seed = √(place · expected place); `change` half the way
    from the rating before to `wanted`: the first term of the rating change (before the contest-wide corrections)."""

    place: float
    expected: float
    rating: float
    wanted: float
    change: float


def read_standings(path: Path) -> tuple[Participant, ...]:
    """The participants in the file's order; InputError for a file or a row that cannot be used."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file)
            missing = {"handle", "rating", "points"} - set(rows.fieldnames or ())
            if missing:
                raise InputError(
                    f"no column {sorted(missing)[0]!r}",
                    where=path,
                    line=1,
                    mend="columns: handle,rating,points,penalty",
                )
            return tuple(_participant(row, path, rows.line_num) for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot be read: {error}", where=path, mend="give a CSV file in UTF-8") from None


def performance(standings: tuple[Participant, ...], handle: str) -> Performance:
    """What the place of one participant among the others is worth; InputError where nobody has that name."""
    own = next((p for p in standings if p.handle == handle), None)
    if own is None:
        raise InputError(
            f"no participant {handle!r}", mend=f"names are like {standings[0].handle!r}" if standings else ""
        )
    others = [p for p in standings if p is not own]
    if not others:
        raise InputError("the standings hold nobody else", mend="give the whole contest")
    better = sum((p.points, -p.penalty) > (own.points, -own.penalty) for p in others)
    level = sum((p.points, p.penalty) == (own.points, own.penalty) for p in others)
    place = 1.0 + better + level  # ties share the last of their places
    ratings = np.array([p.rating for p in others])
    expected = float(seed(own.rating, ratings))
    at, wanted = (float(r) for r in equilibrium_rating(np.array([place, (place * expected) ** 0.5]), ratings))
    return Performance(place, expected, at, wanted, (wanted - own.rating) / 2)


def _participant(row: dict[str, str | None], path: Path, line: int) -> Participant:
    try:
        return Participant(
            str(row["handle"]), float(row["rating"] or ""), float(row["points"] or ""), float(row.get("penalty") or 0)
        )
    except ValueError:
        raise InputError("rating, points and penalty are numbers", where=path, line=line, mend="correct it") from None
