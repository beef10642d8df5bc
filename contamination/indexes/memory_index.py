"""An exact index of a few texts in memory: what the self-test asks in the place of the real one."""

from __future__ import annotations

from collections.abc import Sequence

from contamination.indexes.text_index import Excerpt, Occurrences


class MemoryIndex:
    """Implements `TextIndex`. A rank is the number of an occurrence, by the order of the texts."""

    most_characters = 1_000

    def __init__(self, texts: Sequence[str], unaskable: tuple[str, ...] = ()) -> None:
        self.unaskable = unaskable
        self._texts = texts

    def size(self) -> int:
        """Characters."""
        return sum(map(len, self._texts))

    def find(self, text: str) -> Occurrences:
        """Where a text stands."""
        return Occurrences(((0, sum(t.count(text) for t in self._texts)),))

    def excerpt(self, text: str, shard: int, rank: int, context: int) -> Excerpt:
        """The place with `context` characters on each side."""
        for number, document in enumerate(self._texts):
            here = document.count(text)
            if rank < here:
                at = -1
                for _ in range(rank + 1):
                    at = document.index(text, at + 1 if at < 0 else at + len(text))
                start = max(0, at - context)
                end = at + len(text) + context
                return Excerpt(number, document[start:end], start, f"injected:{number}")
            rank -= here
        raise IndexError(rank)
