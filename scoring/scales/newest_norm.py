"""Which population is reported first: the newest published one, by a rule that is the same for every exam.

Of the norms that may be in a headline (`headline = true`, not from memory) and had been published by the date asked
for, the first by: a table or curve before single quoted points; the newer period (where a source names none, the year
of its publication); final before preliminary; official before second-hand before approximate before inferred; the one
marked `default`; the order of the exam's file. Where none had been published by then, the one published first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from exams.errors import InputError
from exams.exam import Norm

TODAY = "today"
STANDING = ("official", "second-hand", "approximate", "inferred", "unknown")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def newest_norm(norms: Sequence[Norm], as_of: str | None = None) -> Norm | None:
    """The norm told first among norms of one score; None where no norm may be reported first.

    as_of: a year or month; only norms published before it began count: "2023" takes what 2022 had.
    """
    candidates = [n for n in norms if n.headline and n.provenance.status != "unknown"]
    if not candidates:
        return None
    known = [n for n in candidates if as_of is None or _before(n, as_of)]
    if not known:
        return min(candidates, key=lambda n: n.published_at or "9999")
    return max(reversed(known), key=_weight)


def not_out_yet(norm: Norm | None, as_of: str | None) -> str:
    """A note where the norm told first was not out yet before `as_of` and is told only because none was; else ''."""
    if norm is None or as_of is None or _before(norm, as_of):
        return ""
    when = f" ({spoken_date(norm.published_at)})" if norm.published_at else ""
    return f"no norm here was published before {spoken_date(as_of)}: the one published first is told{when}"


def read_as_of(text: str | None) -> str | None:
    """The date of `--as-of`; None where none was given, and for 'today'. InputError for anything else."""
    return None if text is None or text == TODAY else read_date(text)


def read_date(text: str) -> str:
    """A year or month as it was typed: '2023', '2023-07'. InputError otherwise."""
    if not re.fullmatch(r"(19|20)\d{2}(-(0[1-9]|1[0-2]))?", text):
        raise InputError(f"{text!r} is no year or month", hint="e.g. 2023 or 2023-07")
    return text


def spoken_date(date: str) -> str:
    """'2025-06' → 'June 2025'; a year stays as it is."""
    year, dash, month = date.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if dash else year


def _before(norm: Norm, as_of: str) -> bool:
    """Whether the norm was out before `as_of` began. One dated by year alone counts as out when that year is over."""
    published = norm.published_at
    if not published:
        return False
    if "-" in as_of and "-" not in published:
        published += "-12"
    return published[: len(as_of)] < as_of


def _weight(norm: Norm) -> tuple[bool, str, bool, int, bool]:
    table = not norm.sparse or norm.curve is not None
    ends = norm.ends_at or norm.published_at
    # a year alone stands for its end: '2025' is not older than '2025-06'
    ends = ends if "-" in ends else f"{ends}-12"
    return table, ends, not norm.preliminary, -STANDING.index(norm.provenance.status), norm.default
