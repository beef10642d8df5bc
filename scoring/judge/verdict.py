"""What the judge says of a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal[
    "accepted",
    "wrong answer",
    "time limit",
    "memory limit",
    "output limit",
    "runtime error",
    "no code",  # the answer holds no program
    "not judged",  # the sandbox or the checker failed, the program is not to blame
]


@dataclass(frozen=True, slots=True)
class TestVerdict:
    """One test, numbered from 1. `note` may quote the program's own output, never a hidden test."""

    __test__ = False  # pytest: not a test class

    number: int
    verdict: Verdict
    note: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """All tests that were run: up to the first failure, unless every one was asked for."""

    tests: tuple[TestVerdict, ...]
    of: int

    @property
    def verdict(self) -> Verdict:
        """Accepted, or the first failure."""
        return next((t.verdict for t in self.tests if t.verdict != "accepted"), "accepted")

    @property
    def accepted(self) -> bool:
        """Whether every test passed."""
        return len(self.tests) == self.of and self.verdict == "accepted"

    @property
    def text(self) -> str:
        """One line: 'accepted, 24 tests', 'wrong answer on test 3 of 24'."""
        failed = next((t for t in self.tests if t.verdict != "accepted"), None)
        if failed is None:
            return f"accepted, {self.of} test{'s' if self.of != 1 else ''}"
        place = f" on test {failed.number} of {self.of}" if failed.verdict != "no code" and self.of > 1 else ""
        return f"{failed.verdict}{place}" + (f": {failed.note}" if failed.note else "")
