"""Which pieces of a question an exact index is asked for: raw text, where it is rarest, spread over the question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log2

from contamination.types import Item

LENGTH = 28  # characters of a window: one edit in a hundred leaves three windows in four whole
SHORTEST = 16  # of a window within a longer text; what is shorter is asked whole
MOST = 8  # windows of a question, one for every APART characters
PASSAGE_WINDOWS = 3
APART = 32
WIDE = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # scripts that part no words by spaces
WORD = re.compile(rf"[{WIDE}]|[^\s{WIDE}]+")
WIDE_WORTH = 2.5  # letters that one character of those scripts is worth
LIGATURES = re.compile("f[fil]")
PENALTY = {"mark": 5.0, "quote or dash": 6.0, "line break": 6.0, "ligature": 1.5, "start": 2.0}  # bits
QUOTES_AND_DASHES = set("'\"‘’“”«»„-–—‐‑−")


@dataclass(frozen=True, slots=True)
class Window:
    """Characters start:end of `text`, one part of a question: its stem, an option, its passage."""

    text: str
    start: int
    end: int
    bits: float = 0.0

    def __str__(self) -> str:
        return self.text[self.start : self.end]

    def wider(self, characters: int) -> Window:
        """The window with whole words more on both sides, within its text: about so many characters in all."""
        low, high = max(0, self.start - characters // 2), min(len(self.text), self.end + characters // 2)
        while 0 < low < self.start and not _between(self.text, low):
            low -= 1
        while self.end < high < len(self.text) and not _between(self.text, high):
            high += 1
        wider = self.text[low:high]
        low, high = low + len(wider) - len(wider.lstrip()), high - (len(wider) - len(wider.rstrip()))
        return Window(self.text, min(low, self.start), max(high, self.end), self.bits)


class Rarity:
    """How much a word tells, in bits: by how many of these questions have it, and by its length.

    Not by a table of one language: the questions are the sample, with examsim's own beside a user's few.
    """

    def __init__(self, items: Iterable[Item]) -> None:
        self._having: Counter[str] = Counter()
        self._items = 0
        for item in items:
            self._items += 1
            self._having.update({_plain(w) for text in (item.question, *item.options) for w in WORD.findall(text)})

    def bits(self, word: str) -> float:
        """The information of one word as it stands in a text."""
        plain = _plain(word)
        return log2((self._items + 1) / (self._having[plain] + 0.5)) + 0.6 * min(len(plain), 12) if plain else 0.0


def windows_of(item: Item, rarity: Rarity) -> tuple[Window, ...]:
    """Windows of a question with its options, the rarest first; none where no letter or digit is in it."""
    return _chosen([item.question, *item.options], rarity, MOST)


def passage_windows(passage: str, rarity: Rarity) -> tuple[Window, ...]:
    """Windows of a passage, the rarest first."""
    return _chosen([passage], rarity, PASSAGE_WINDOWS)


def _chosen(parts: Sequence[str], rarity: Rarity, most: int) -> tuple[Window, ...]:
    """The best window of each zone of the parts laid end to end, none over another."""
    starts = [0, *accumulate(map(len, parts))]
    found: list[tuple[int, Window]] = []  # (place among all parts, window)
    for number, part in enumerate(parts):
        found += [(starts[number] + (w.start + w.end) // 2, w) for w in _candidates(part, rarity)]
    if not found:
        return ()
    zones = max(1, min(most, starts[-1] // APART))
    ranked = sorted(found, key=lambda f: (-f[1].bits, f[0]))
    chosen: list[tuple[int, Window]] = []
    for zone in range(zones):
        low, high = starts[-1] * zone / zones, starts[-1] * (zone + 1) / zones
        chosen += next(([f] for f in ranked if low <= f[0] < high and not _touches(f, chosen)), [])
    for one in ranked:
        if len(chosen) >= zones:
            break
        if not _touches(one, chosen):
            chosen.append(one)
    chosen.sort(key=lambda f: (-f[1].bits, f[0]))
    unique = {str(w): w for _, w in reversed(chosen)}
    return tuple(w for _, w in chosen if unique[str(w)] is w)


def _candidates(part: str, rarity: Rarity) -> Iterable[Window]:
    """Windows that begin and end with a word of the part."""
    words = [(m.start(), m.end(), _worth(m.group()), rarity.bits(m.group())) for m in WORD.finditer(part)]
    for first in range(len(words)):
        size = bits = 0.0
        for last in range(first, len(words)):
            start, end, worth, own = words[last]
            size += worth + (last > first and part[words[last - 1][1] : start] != "")
            bits += own
            if size >= LENGTH or (last == len(words) - 1 and (size >= SHORTEST or first == 0)):
                window = _trimmed(part, words[first][0], end)
                if window is not None:
                    yield Window(part, *window, bits - _penalty(part, *window))
                break


def _trimmed(part: str, start: int, end: int) -> tuple[int, int] | None:
    """Without marks at its ends, which a copy may have otherwise."""
    while start < end and not part[start].isalnum():
        start += 1
    while end > start and not part[end - 1].isalnum():
        end -= 1
    return (start, end) if end > start else None


def _penalty(part: str, start: int, end: int) -> float:
    """For what a copy may spell otherwise, and for the beginning of a line, where tokens are cut in another way."""
    text = part[start:end]
    bits = PENALTY["line break"] * ("\n" in text) + PENALTY["ligature"] * len(LIGATURES.findall(text))
    for c in text:
        if not c.isalnum() and not c.isspace():
            bits += PENALTY["quote or dash" if c in QUOTES_AND_DASHES else "mark"]
    return bits + PENALTY["start"] * (start == 0 or part[start - 1] == "\n")


def _touches(one: tuple[int, Window], chosen: Sequence[tuple[int, Window]]) -> bool:
    """Whether it overlaps a chosen one, or says the same."""
    place, window = one
    half = (window.end - window.start) / 2
    return any(abs(place - p) < half + (w.end - w.start) / 2 or str(w) == str(window) for p, w in chosen)


def _worth(word: str) -> float:
    return WIDE_WORTH if re.match(rf"[{WIDE}]", word) else float(len(word))


def _plain(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())


def _between(text: str, at: int) -> bool:
    return text[at - 1].isspace() or text[at].isspace()
