"""Two aligned texts cut into words that are common, changed, or of one text only, so that a page can mark them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby

from reports.pages.common_text import IN_STEP, Block, Letters, Span

Segment = tuple[str, str]  # text, and 'match', 'differs', 'cut' or '' for how it is to be marked
# Chinese, Japanese and Thai do not part their words: each of their letters is taken for one.
_WORD = re.compile(r"[\u0e00-\u0e7f\u2e80-\u9fff\uf900-\ufaff]|\d+(?:[.,]\d+)*|(?:(?![\u0e00-\u0e7f\u2e80-\u9fff])\w)+")
LONGEST_WORD = 30  # letters; what is longer has lost its spaces, and is marked letter by letter
LONGEST_SAME, KEPT_SAME = 1_000, 400  # characters of one piece that are shown whole; else so many at either end


@dataclass
class _Word:
    start: int  # raw places
    end: int
    letters: range
    mark: str = ""
    part: int = -1  # of the question: itself or an option


def mark_words(
    one: Letters, other: Letters, raws: tuple[str, str], blocks: Sequence[Block], parts: Sequence[Span]
) -> tuple[list[Segment], ...]:
    """Segments of both raw texts. A word is 'match' where all its letters are common, 'differs' where the copy of a
    part of the question goes on around it with another word or none, and '' where it is outside of what is common.
    """
    starts = [start for start, _ in parts]
    where = dict(pair for a, b, n in blocks for pair in zip(range(a, a + n), range(b, b + n), strict=True))
    back = {b: a for a, b in where.items()}
    sides = (_words(raws[0], one, where.keys()), _words(raws[1], other, back.keys()))
    for word in sides[0]:
        word.mark = "match" if all(k in where for k in word.letters) else ""
        word.part = bisect_right(starts, word.letters[0])
    for word in sides[1]:
        if all(k in back for k in word.letters):
            word.mark, word.part = "match", bisect_right(starts, back[word.letters[0]])
    _agree(sides[0], sides[1], where)
    _agree(sides[1], sides[0], back)
    return tuple(list(_segments(raw, _changed(words))) for raw, words in zip(raws, sides, strict=True))


def _words(raw: str, letters: Letters, common: AbstractSet[int]) -> list[_Word]:
    words: list[_Word] = []
    k = 0
    for found in _WORD.finditer(raw):
        while k < len(letters.places) and letters.places[k] < found.start():
            k += 1
        first = k
        while k < len(letters.places) and letters.places[k] < found.end():
            k += 1
        if k - first <= LONGEST_WORD:
            words += [_Word(found.start(), found.end(), range(first, k))] if k > first else []
            continue
        for _, piece in groupby(range(first, k), lambda i: i in common):
            own = list(piece)
            words.append(_Word(letters.places[own[0]], letters.places[own[-1]] + 1, range(own[0], own[-1] + 1)))
    return words


def _agree(words: Sequence[_Word], others: Sequence[_Word], where: dict[int, int]) -> None:
    """A word that is common only as part of another, changed one ('40' in '400') is no common word."""
    of = {k: word for word in others for k in word.letters}
    for word in words:
        if word.mark != "match":
            continue
        partners = {id(p): p for k in word.letters if (p := of.get(where[k])) is not None}
        if any(p.mark != "match" and len(p.letters) <= 2 * len(word.letters) + 3 for p in partners.values()):
            word.mark = "changed"


def _changed(words: list[_Word]) -> list[_Word]:
    """Tell changed words within a copy from words that are before, after or far from it."""
    firm = [k for k, word in enumerate(words) if word.mark == "match"]
    if not firm:
        return words
    k = 0
    while k < len(words):
        if words[k].mark == "match":
            k += 1
            continue
        end = k
        while end < len(words) and words[end].mark != "match":
            end += 1
        inside = firm[0] < k and end <= firm[-1] and words[k - 1].part == words[end].part
        short = sum(len(word.letters) for word in words[k:end]) <= IN_STEP
        for word in words[k:end]:
            word.mark = "differs" if word.mark == "changed" or (inside and short) else ""
        k = end
    return words


def _segments(raw: str, words: Sequence[_Word]) -> Iterator[Segment]:
    """The raw text cut where the mark changes; what is between two common words is common too."""
    spans: list[tuple[int, int, str]] = []
    joins = False  # whether the last word is the neighbour of this one
    for word in words:
        if not word.mark:
            joins = False
            continue
        if joins and spans[-1][2] == word.mark:
            spans[-1] = spans[-1][0], word.end, word.mark
        else:
            spans.append((word.start, word.end, word.mark))
        joins = True
    done = 0
    for start, end, mark in spans:
        if start > done:
            yield raw[done:start], ""
        yield raw[start:end], mark
        done = end
    if done < len(raw):
        yield raw[done:], ""


def shorten(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments with the middle of very long ones left out, and its length told."""
    return tuple(part for segment in segments for part in _shortened(segment))


def _shortened(segment: Segment) -> Iterator[Segment]:
    text, mark = segment
    left_out = len(text) - 2 * KEPT_SAME
    if len(text) <= LONGEST_SAME:
        yield segment
        return
    yield text[:KEPT_SAME], mark
    same = ", the same on both sides" if mark == "match" else ""
    yield f" [{left_out:,} characters{same}, left out here] ", "cut"
    yield text[-KEPT_SAME:], mark
