"""True or false, yes or no, in many languages: statements that have no options of their own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class TruthWords:
    """The pair that is shown, and the words of files for each, in lower case."""

    shown: tuple[str, str]
    yes: frozenset[str]
    no: frozenset[str]

    def index(self, value: Any) -> int | None:
        """0 for a word that affirms, 1 for one that denies, None for any other."""
        word = truth_word(value)
        return 0 if word in self.yes else 1 if word in self.no else None


@cache
def families() -> tuple[TruthWords, ...]:
    """All pairs, English first."""
    table = tomllib.loads((files(__package__) / "truth_words.toml").read_text("utf-8"))
    return tuple(
        TruthWords((f["shown"][0], f["shown"][1]), frozenset(f["yes"]), frozenset(f["no"])) for f in table["family"]
    )


def truth_word(value: Any) -> str:
    """The value as the tables spell it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.strip().rstrip(".").casefold() if isinstance(value, str) else ""


def truth_family(values: Iterable[Any]) -> TruthWords | None:
    """The pair that every value belongs to; None if there is none, or no value, or only single letters."""
    words = {truth_word(v) for v in values}
    if not words or "" in words or (len(max(words, key=len)) == 1 and max(words).isascii()):
        return None
    return next((f for f in families() if words <= f.yes | f.no), None)
