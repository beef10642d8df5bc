"""What every index can be asked: how often a text stands in it, where, and for the text around such a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class NotAnswered(Exception):
    """A question that an index did not answer, in words; nothing is known of what was asked."""


class AskOtherwise(NotAnswered):
    """The index asks for another form of the same question; it is well."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where a text stands: for each shard the ranks first ≤ r < last of its suffix array."""

    segments: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        """How often it stands in the index."""
        return sum(last - first for first, last in self.segments)

    def spread(self, most: int) -> list[tuple[int, int]]:
        """At most `most` places (shard, rank), the first one and others evenly apart: neighbours go on alike."""
        count = self.count
        wanted = range(count) if count <= most else [k * count // most for k in range(most)]
        places, shard, passed = [], 0, 0
        for number in wanted:
            while number - passed >= self.segments[shard][1] - self.segments[shard][0]:
                passed += self.segments[shard][1] - self.segments[shard][0]
                shard += 1
            places.append((shard, self.segments[shard][0] + number - passed))
        return places


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Text of a document around a place. `document`: its number in the index; `id`: its address or name, if told.

    `start` is the character of the document at which the text begins, None where the index does not say.
    """

    document: int
    text: str
    start: int | None = None
    id: str | None = None


class TextIndex(Protocol):
    """An exact index: it knows the text as it was written, and nothing of letters that only look alike."""

    unaskable: tuple[str, ...]  # texts that a query must not hold, as the index takes them for something else
    most_characters: int  # of a query

    def size(self) -> int:
        """Tokens or bytes of the whole index. NotAnswered where it can't be told."""

    def find(self, text: str) -> Occurrences:
        """Where a text (not empty) stands. NotAnswered where the index fails."""

    def excerpt(self, text: str, shard: int, rank: int, context: int) -> Excerpt:
        """The place of a text that was found, with about `context` characters on each side. NotAnswered as above."""
