"""What a question and a piece of a document have in common, letter by letter, told in places of the raw texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
Block = tuple[int, int, int]  # first letter in the one text, in the other, number of equal letters

FIRM = 12  # equal letters in step that are no chance; shorter blocks count only between two such that are near
IN_STEP = 60  # letters between two blocks within which they are of one copy
SHORTEST = 3  # letters of a block that count at all
SHORT_OPTION, LABEL = 3, 12  # letters of an option below which it counts only so near behind the rest
LONGEST_ALIGNED = 8_000  # letters; an alignment of longer texts would cost more than the page
_MARKUP = re.compile(r"<[/!a-zA-Z][^<>]{0,300}>|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_JOINERS = "\u00ad\u200b\u200c\u200d\u2060"


@dataclass(frozen=True)
class Letters:
    """Letters and digits of a text, case apart, with the place of each in the raw text."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, raw: str, *, markup: bool = False) -> Letters:
        """Those of `raw`; with `markup`, tags and entities of HTML in it are no letters."""
        kept: list[str] = []
        places: list[int] = []
        hidden = [m.span() for m in _MARKUP.finditer(raw)] if markup else []
        skip = iter([*hidden, (len(raw), len(raw))])
        start, end = next(skip)
        for place, character in enumerate(raw):
            if place >= end and end < len(raw):
                start, end = next(skip)
            if start <= place < end:
                continue
            if character in _JOINERS:
                continue
            for letter in _folded(character):
                kept.append(letter)
                places.append(place)
        return cls("".join(kept), tuple(places))

    def span(self, start: int, end: int) -> Span:
        """Raw places of the letters start:end (not empty)."""
        return self.places[start], self.places[end - 1] + 1


def _folded(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    plain = unicodedata.normalize("NFKD", character).casefold()
    return "".join(c for c in plain if c.isalnum())


def common_blocks(question: Letters, document: Letters, parts: Sequence[Span]) -> list[Block]:
    """Equal blocks of the two, in the order of the question; chance ones are left out.

    `parts` are the letters of the question itself and of each option: an option is looked for by itself, since a copy
    may have them in another order. Nothing where a text is too long: the caller then has the matched span alone.
    """
    if not parts or max(len(question.text), len(document.text)) > LONGEST_ALIGNED:
        return []
    (start, end), options = parts[0], parts[1:]
    blocks = [(start + a, b, n) for a, b, n in _aligned(question.text[start:end], document.text)]
    taken = [(b, b + n) for _, b, n in blocks]
    after = max((end for _, end in taken), default=0)
    for start, end in options:
        one = question.text[start:end]
        found = _exact(one, document, taken)
        if not found:
            near = document.text[after : after + 10 * IN_STEP + len(one)]
            found = [(a, after + b, n) for a, b, n in _aligned(one, near)]
        free = [(a, b, n) for a, b, n in found if not any(b < stop and first < b + n for first, stop in taken)]
        blocks += [(start + a, b, n) for a, b, n in free]
        taken += [(b, b + n) for _, b, n in free]
    return sorted(blocks)


def _aligned(one: str, other: str) -> list[Block]:
    from rapidfuzz.distance import Levenshtein

    if not one or not other:
        return []
    equal = [
        (c.src_start, c.dest_start, c.src_end - c.src_start)
        for c in Levenshtein.opcodes(one, other)
        if c.tag == "equal" and c.src_end - c.src_start >= SHORTEST
    ]
    firm = _chance(one)
    return _in_step(_grown(equal, one, other, firm), firm)


def _grown(equal: Sequence[Block], one: str, other: str, firm: int) -> list[Block]:
    """Firm blocks as long as they can be: of equally short alignments the one at hand may match letters elsewhere."""
    grown: list[Block] = []
    for a, b, n in equal:
        if n < firm:
            continue
        least, low = (grown[-1][0] + grown[-1][2], grown[-1][1] + grown[-1][2]) if grown else (0, 0)
        if a < least or b < low:  # an earlier one has grown over its beginning
            cut = max(least - a, low - b)
            a, b, n = a + cut, b + cut, n - cut
            if n < SHORTEST:
                continue
        while a > least and b > low and one[a - 1] == other[b - 1]:
            a, b, n = a - 1, b - 1, n + 1
        while a + n < len(one) and b + n < len(other) and one[a + n] == other[b + n]:
            n += 1
        grown.append((a, b, n))
    ends = [(a + n, b + n) for a, b, n in grown]
    free = [
        (a, b, n)
        for a, b, n in equal
        if n < firm
        and all(
            (a + n <= g[0] and b + n <= g[1]) or (a >= e[0] and b >= e[1]) for g, e in zip(grown, ends, strict=True)
        )
    ]
    return sorted(grown + free)


def _chance(one: str) -> int:
    """Letters from which a block is no chance: fewer where every letter is a word, and in very short questions."""
    wide = sum(c > "\u2e7f" for c in one[:400])
    return max(4, min(FIRM // 3 if 2 * wide > len(one[:400]) else FIRM, len(one) * 2 // 3))


def _in_step(equal: Sequence[Block], firm: int) -> list[Block]:
    """The firm blocks, and the shorter ones near to a firm one or to one that is kept for it."""
    keep = [size >= firm for _, _, size in equal]
    for order in (range(1, len(equal)), range(len(equal) - 2, -1, -1)):
        step = 1 if order.step > 0 else -1
        for k in order:
            if keep[k] or not keep[k - step]:
                continue
            first, second = (equal[k - 1], equal[k]) if step > 0 else (equal[k], equal[k + 1])
            gaps = second[0] - first[0] - first[2], second[1] - first[1] - first[2]
            between = any(keep[j] for j in (range(k + 1, len(equal)) if step > 0 else range(k)))
            keep[k] = max(gaps) <= (IN_STEP if between else IN_STEP // 10)
    return [block for block, kept in zip(equal, keep, strict=True) if kept]


def _exact(one: str, document: Letters, taken: Sequence[Span]) -> list[Block]:
    """The first place outside of what is taken, and near to it, at which all of an option stands."""
    if not one or (not taken and len(one) < FIRM):
        return []
    last = max((stop for _, stop in taken), default=0)
    for at in _places(one, document):
        apart = all(at >= stop or at + len(one) <= first for first, stop in taken)
        if len(one) < SHORT_OPTION:  # a "2" stands everywhere: only in the list of options it is one
            apart = apart and last <= at <= last + LABEL
        if apart and (not taken or any(abs(at - first) <= 10 * IN_STEP + stop - first for first, stop in taken)):
            return [(0, at, len(one))]
    return []
    for at in _places(one, document):
        apart = all(at >= stop or at + len(one) <= first for first, stop in taken)
        if apart and (not taken or any(abs(at - first) <= 10 * IN_STEP + stop - first for first, stop in taken)):
            return [(0, at, len(one))]
    return []


def _places(wanted: str, document: Letters) -> Iterator[int]:
    """Where the letters stand as whole words, first ones first."""
    places, at = document.places, document.text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        opens = at == 0 or places[at - 1] + 1 < places[at]
        closes = end == len(places) or places[end - 1] + 1 < places[end]
        if opens and closes:
            yield at
        at = document.text.find(wanted, at + 1)
