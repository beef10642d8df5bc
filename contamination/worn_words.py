"""Words of a question that many unlike documents of the corpus share while they do not hold the question: boilerplate.

During the scan it is counted, for each word, in how many unlike documents it stood in its place. The counts are small:
of each word the lowest K hashes of documents (Bar-Yossef et al. 2002, "Counting distinct elements in a data stream"),
which is exact up to K and adds up in any order. At the end every question called contaminated is read again with these
words worth nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MOST = 32  # hashes kept for a word
WORN = 8  # unlike documents from which a word is boilerplate,
COPIES = 4  # unless at least one in so many of them has the whole question
WHOLE_SHARE = 0.8  # of a question, from which a document counts as having it
WHOLE = -1  # the number under which such documents are counted


@dataclass(eq=False)
class WornWords:
    """`seen`: question → number of a word, or WHOLE → the lowest hashes of documents, in order."""

    seen: dict[int, dict[int, list[int]]] = field(default_factory=dict)

    def note(self, question: int, words: Iterable[int], document: int, share: float) -> None:
        """Note a document (its `DocumentView.signature`) in which these words of a question are in their place."""
        counts = self.seen.setdefault(question, {})
        for word in (*words, WHOLE) if share >= WHOLE_SHARE else words:
            counts[word] = _lowest(counts.get(word, ()), (document,))

    def documents(self, question: int) -> int:
        """How many unlike documents have been noted for a question's most frequent word, at most MOST."""
        return max(map(len, self.seen.get(question, {}).values()), default=0)

    def worn(self, question: int) -> frozenset[int]:
        """The words that are boilerplate."""
        counts = self.seen.get(question, {})
        copies = len(counts.get(WHOLE, ()))
        return frozenset(
            word for word, found in counts.items() if word != WHOLE and len(found) >= max(WORN, COPIES * copies)
        )

    def merge(self, other: WornWords) -> None:
        """Take in what was counted in another part of the corpus."""
        for question, counts in other.seen.items():
            own = self.seen.setdefault(question, {})
            for word, found in counts.items():
                own[word] = _lowest(own.get(word, ()), found)

    def as_json(self) -> dict[str, dict[str, list[int]]]:
        """Keys as texts."""
        return {str(q): {str(w): found for w, found in sorted(c.items())} for q, c in sorted(self.seen.items())}

    @classmethod
    def from_json(cls, stored: Mapping[str, Mapping[str, list[int]]]) -> WornWords:
        """The reverse of `as_json`."""
        return cls({int(q): {int(w): list(found) for w, found in c.items()} for q, c in stored.items()})


def _lowest(first: Iterable[int], second: Iterable[int]) -> list[int]:
    return sorted({*first, *second})[:MOST]
