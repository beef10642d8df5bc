"""Counts of what was read, and of what could not be and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from contamination.types import CorpusStats

LISTED = 100  # problems told one by one; the rest is only counted
NAMED = 100  # fields told by name; the characters of the rest are added up
OTHERS = "(other fields)"


class Problem(NamedTuple):
    """Something left out or replaced. `record` is None where the whole file is meant."""

    file: str
    record: int | None
    reason: str
    detail: str

    def __str__(self) -> str:
        place = self.file if self.record is None else f"{self.file}:{self.record}"
        return f"{place}: {self.reason}" + (f" ({self.detail})" if self.detail else "")


class ReadStats:
    """Grows while a corpus, or a part of it, is read; `stats()` is what the audit records.

    fields      characters read, by the path of their field in a record
    left_out    characters of strings that were not read since other fields were named, by path
    unread      bytes that may hold text and could not be read (a damaged line, a file that can't be opened), as far
                as their number is known
    unopened    files of which not even the size is known
    lines       lines passed in each file, so that the record numbers of a file that was read in parts can be put right
                when the parts come together
    """

    def __init__(self) -> None:
        self.files = 0
        self.documents = 0
        self.bytes = 0
        self.characters = 0
        self.skipped: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.fields: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.unread = 0
        self.unopened = 0
        self.lines: Counter[str] = Counter()
        self.raw = 0  # bytes as they lie on the disk, for a progress bar

    def skip(
        self,
        reason: str,
        file: str,
        record: int | None = None,
        *,
        detail: str = "",
        times: int = 1,
        unread: int | None = 0,
    ) -> None:
        """Count something left out; the first `LISTED` are listed with their place.

        `unread`: bytes that may hold text and were not read; 0 where there is none, None where nobody knows how many.
        """
        self.skipped[reason] += times
        self.unread += unread or 0
        self.unopened += unread is None
        if len(self.problems) < LISTED:
            self.problems.append(Problem(file, record, reason, detail))

    def add(self, other: ReadStats, first_lines: Mapping[str, int]) -> None:
        """Take in the counts of the next part; `first_lines` says how many lines of a file came before it."""
        self.files += other.files
        self.documents += other.documents
        self.bytes += other.bytes
        self.characters += other.characters
        self.skipped.update(other.skipped)
        self.fields.update(other.fields)
        self.left_out.update(other.left_out)
        self.unread += other.unread
        self.unopened += other.unopened
        self.lines.update(other.lines)
        for problem in other.problems[: max(0, LISTED - len(self.problems))]:
            shift = first_lines.get(problem.file, 0)
            record = None if problem.record is None else problem.record + shift
            self.problems.append(problem._replace(record=record))

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON values."""
        return {
            **vars(self),
            "skipped": dict(self.skipped),
            "fields": dict(self.fields),
            "left_out": dict(self.left_out),
            "lines": dict(self.lines),
            "problems": [list(p) for p in self.problems],
            "raw": 0,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> ReadStats:
        """What `to_json` gave. KeyError if something is missing."""
        read_stats = cls()
        read_stats.files, read_stats.documents, read_stats.bytes = stored["files"], stored["documents"], stored["bytes"]
        read_stats.characters, read_stats.skipped = stored["characters"], Counter(stored["skipped"])
        read_stats.problems, read_stats.lines = [Problem(*p) for p in stored["problems"]], Counter(stored["lines"])
        read_stats.fields, read_stats.left_out = Counter(stored["fields"]), Counter(stored["left_out"])
        read_stats.unread, read_stats.unopened = stored["unread"], stored["unopened"]
        return read_stats

    def stats(self) -> CorpusStats:
        """The counts so far as a record."""
        return CorpusStats(
            files=self.files,
            documents=self.documents,
            bytes=self.bytes,
            characters=self.characters,
            skipped=dict(sorted(self.skipped.items())),
            fields=_largest(self.fields),
            left_out=_largest(self.left_out),
            unread=self.unread,
            unopened=self.unopened,
            problems=tuple(map(str, self.problems)),
        )


def _largest(fields: Counter[str]) -> dict[str, int]:
    """The fields with most characters, and all others together."""
    ordered = sorted((-size, path) for path, size in fields.items() if path != OTHERS)
    named = {path: -size for size, path in ordered[:NAMED]}
    rest = fields[OTHERS] - sum(size for size, _ in ordered[NAMED:])
    return named | ({OTHERS: rest} if rest else {})
