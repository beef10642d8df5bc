"""What is in a document where a question has other words: the gaps between the words that match."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from contamination.rules.tokens import Token
from contamination.rules.word_comparison import Segment, WordComparison
from contamination.text.opposites import opposite

CONTENT = ("word", "name", "number", "symbol", "negation")
QUANTIFIERS = frozenset(("all", "any", "each", "every", "both", "either", "neither", "some", "none", "only"))
STEM = 5  # letters with which a name begins like another spelling of it
SEVERAL = 2  # words on either side from which a gap holds another matter, not a synonym
_BREAK = re.compile(r"\n|[.?!:](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Gap:
    """Tokens of content between two that match: the question's, and the document's in their place."""

    question: tuple[Token, ...]
    document: tuple[Token, ...]
    small: frozenset[str] = frozenset()  # names of the question that are words as well

    def both(self, kind: str) -> bool:
        """Whether both sides have a token of a kind, in each other's place."""
        return any(t.kind == kind for t in self.question) and any(t.kind == kind for t in self.document)

    @property
    def one_for_one(self) -> bool:
        """Whether one word stands for one."""
        return len(self.question) == len(self.document) == 1

    @property
    def quantified(self) -> bool:
        """Whether a quantifier is in another's place."""
        return all(any(t.text in QUANTIFIERS for t in side) for side in (self.question, self.document))

    @property
    def renamed(self) -> bool:
        """Whether a name or a symbol is in another's place, or a term of a formula is missing."""
        if self.term_lost:
            return True
        named = self.both("name") and self.question[0].text not in self.small and not self.spelled_alike
        return self.one_for_one and (named or self.both("symbol"))

    @property
    def spelled_alike(self) -> bool:
        """Whether one name begins with the other: Christmas, Christmastide."""
        ours, theirs = self.question[0].text, self.document[0].text
        return min(len(ours), len(theirs)) >= STEM and (ours.startswith(theirs) or theirs.startswith(ours))

    @property
    def term_lost(self) -> bool:
        """Whether a term of a formula is missing, with nothing in its place."""
        return not self.document and {"number", "symbol"} <= {t.kind for t in self.question}

    @property
    def another_matter(self) -> bool:
        """Whether several words are on either side."""
        return len(self.question) >= SEVERAL and len(self.document) >= SEVERAL


def gaps(compared: WordComparison, segment: Segment, used: Container[int]) -> Iterator[Gap]:
    """The gaps of a sentence or option, its ends included up to where the document's sentence ends.

    used: tokens of the document that match something else.
    """
    pairs, tokens, document = segment.aligned.pairs, segment.tokens, compared.document
    # in a record of a question set a name is a name: "china" is porcelain, too
    small: frozenset[str] = frozenset() if compared.closed else compared.question.small
    if not pairs:
        return
    own: list[Token] = [compared.question.tokens[t] for t in tokens[: pairs[0][0]]]
    other: list[Token] = list(_until_break(compared, range(segment.aligned.first - 1, -1, -1), len(own), used))
    for q, d in pairs:
        if q >= 0 and compared.matches(tokens[q], d):
            yield _gap(own, other, small)
            own, other = [], []
            continue
        if q >= 0:
            own.append(compared.question.tokens[tokens[q]])
        if d >= 0 and d not in used:
            other.append(document[d])
    own += [compared.question.tokens[t] for t in tokens[pairs[-1][0] + 1 :]]
    other += _until_break(compared, range(segment.aligned.last, len(document)), len(own), used)
    yield _gap(own, other, small)


def _gap(own: Sequence[Token], other: Sequence[Token], small: frozenset[str]) -> Gap:
    ours, theirs = {t.text for t in own}, {t.text for t in other}
    return Gap(
        tuple(t for t in own if _tells(t) and t.text not in theirs),
        tuple(t for t in other if _tells(t) and t.text not in ours),
        small,
    )


def _tells(token: Token) -> bool:
    return token.kind in CONTENT or token.text in QUANTIFIERS


def _until_break(
    compared: WordComparison, places: Sequence[int], missing: int, used: Container[int]
) -> Iterator[Token]:
    """Tokens of the document from a place on, to where its sentence ends, or as many as are missing and some more."""
    if not missing:
        return
    step = -1 if len(places) > 1 and places[0] > places[1] else 1
    for d in places[: missing + SEVERAL]:
        beside = d - step
        if 0 <= beside < len(compared.document):
            left, right = sorted((d, beside))
            if _BREAK.search(compared.plain[compared.document[left].end : compared.document[right].start + 1]):
                return
        if d in used:
            return
        yield compared.document[d]


def crosswise(found: Sequence[Gap]) -> bool:
    """Whether two words are in each other's place."""
    pairs = {(g.question[0].text, g.document[0].text) for g in found if g.one_for_one}
    return any((b, a) in pairs for a, b in pairs if a != b)


def opposed(found: Sequence[Gap]) -> bool:
    """Whether a word's opposite is in its place."""
    return any(opposite(q.text, d.text) for g in found for q in g.question for d in g.document)
