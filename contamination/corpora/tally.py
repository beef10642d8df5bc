"""Counts of what was read, and of what could not be and why."""

from __future__ import annotations

from collections import Counter

from contamination.types import CorpusStats

LISTED = 100  # problems told one by one; the rest is only counted


class Tally:
    """Grows while a corpus is read; `stats()` is what the audit records."""

    def __init__(self) -> None:
        self.files = 0
        self.documents = 0
        self.bytes = 0
        self.characters = 0
        self.skipped: Counter[str] = Counter()
        self.problems: list[str] = []
        self.fields: set[str] = set()

    def skip(self, reason: str, file: str, record: int | None = None, *, detail: str = "", times: int = 1) -> None:
        """Count something left out; the first `LISTED` are listed with their place."""
        self.skipped[reason] += times
        if len(self.problems) < LISTED:
            place = file if record is None else f"{file}:{record}"
            self.problems.append(f"{place}: {reason}" + (f" ({detail})" if detail else ""))

    def stats(self) -> CorpusStats:
        """The counts so far as a record."""
        return CorpusStats(
            files=self.files,
            documents=self.documents,
            bytes=self.bytes,
            characters=self.characters,
            skipped=dict(sorted(self.skipped.items())),
            problems=tuple(self.problems),
        )
