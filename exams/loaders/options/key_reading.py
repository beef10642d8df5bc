"""What a set means by its keys: letters, positions from 0 or 1, or the words of the right option.

One set means one thing, so the whole set is looked at: a '1' alone cannot tell a position from 0 from one from 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from exams.loaders.options.option_text import letter

LoadResult = Literal["label", "position", "text"]


@dataclass(frozen=True)
class Choices:
    """One record's options and raw key, with which they have to be matched. `labels` are the set's own, or letters."""

    texts: Sequence[str]
    labels: Sequence[str]
    raw: Any


def key_letters(sets: Sequence[Choices], base: int | None) -> list[tuple[str, ...] | None]:
    """For each record the letters (by position) its key means, or None where it means no option.

    ValueError if keys are positions and nothing shows whether they count from 0 or from 1.
    """
    readings: tuple[LoadResult, ...] = ("label", "position", "text")
    if base is not None:
        readings = ("position",)
    numbers = any(isinstance(c.raw, int) and not isinstance(c.raw, bool) for c in sets)
    if not numbers and base is None:
        readings = ("label", "text", "position")
    best: list[tuple[str, ...] | None] = []
    for reading in readings:
        counted = _count_from(sets, base) if reading == "position" else 0
        read = [_read(c, reading, counted) for c in sets]
        if not best or sum(r is not None for r in read) > sum(r is not None for r in best):
            best = read
        if all(r is not None for r in read):
            break
    return best


def _count_from(sets: Sequence[Choices], base: int | None) -> int:
    if base is not None:
        return base
    positions = [(p, len(c.texts)) for c in sets for p in _parts(c.raw) if p.isdecimal() and len(p) < 6]
    zero = any(int(p) == 0 for p, _ in positions)
    end = any(int(p) == count for p, count in positions)
    if positions and zero == end:
        seen = "both 0 and the number of options occur" if zero else "neither 0 nor the number of options occurs"
        raise ValueError(f"keys are positions, but {seen}: they may count from 0 or from 1")
    return 0 if zero else 1


def _parts(raw: Any) -> list[str]:
    values = raw if isinstance(raw, (list, tuple)) else [raw]
    return [_plain(v) for v in values]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _read(choices: Choices, reading: LoadResult, base: int) -> tuple[str, ...] | None:
    indices: list[int] = []
    for part in _parts(choices.raw):
        found = _read_one(part, choices, reading, base)
        if found is None:
            return None
        indices.extend(found)
    unique = sorted(set(indices))
    return tuple(letter(i) for i in unique) if unique else None


def _read_one(part: str, choices: Choices, reading: LoadResult, base: int) -> list[int] | None:
    labels = list(choices.labels)
    if reading == "position":
        if not part.isdecimal() or len(part) > 5 or not 0 <= int(part) - base < len(choices.texts):
            return None
        return [int(part) - base]
    if reading == "text":
        wanted = part.casefold()
        hits = [i for i, text in enumerate(choices.texts) if text.strip().casefold() == wanted]
        return hits if len(hits) == 1 else None
    bare = part.strip("().[]: ")
    if bare in labels:
        return [labels.index(bare)]
    if bare.upper() in labels:
        return [labels.index(bare.upper())]
    several = re.split(r"\s*[,;/|、]\s*|\s+", bare) if re.search(r"[,;/|、\s]", bare) else list(bare)
    if len(several) > 1 and len(set(several)) == len(several) and all(s in labels for s in several):
        return [labels.index(s) for s in several]
    return None
