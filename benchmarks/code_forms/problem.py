"""A programming problem of ours: statement, a right program, a slow one beside it, tests, and tempting errors."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

Draw = Callable[[random.Random], Any]


@dataclass(frozen=True)
class Problem:
    """`edge` are inputs thought out, `small` draws one that the slow program can check, `large` one that it cannot.

    For functions an input is the list of arguments, for programs on stdin the text. `wrong` are replacements in the
    solution's text, each of which makes a program that must fail.
    """

    id: str
    stem: str
    topic: str
    difficulty: str
    solution: str
    slow: Callable[..., Any]
    edge: list[Any]
    small: Draw
    large: Draw
    wrong: list[tuple[str, str]]
    entry_point: str = ""
    starter: str = ""
    checker: str = ""
    time_limit_s: float = 4.0
    smalls: int = 14
    larges: int = 3
    samples: int = 2

    @property
    def source(self) -> str:
        return dedent(self.solution).strip() + "\n"

    def inputs(self, seed: str) -> list[Any]:
        rng = random.Random(f"{seed}/{self.id}")
        drawn = [self.small(rng) for _ in range(self.smalls)] + [self.large(rng) for _ in range(self.larges)]
        seen: dict[str, Any] = {}
        for one in self.edge + drawn:
            seen.setdefault(json.dumps(one), one)
        return list(seen.values())

    def variants(self) -> list[str]:
        """The wrong programs."""
        found = []
        for old, new in self.wrong:
            if old not in self.source:
                raise ValueError(f"{self.id}: {old!r} is not in the solution")
            found.append(self.source.replace(old, new, 1))
        return found
