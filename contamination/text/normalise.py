"""What text is when two texts are compared: only its letters and digits, with a way back to the raw characters.

Version 2, applied alike to questions and documents, from left to right:

1. HTML and XML tags, comments and declarations vanish (`markup.py` says what is a tag); character references such
   as `&eacute;` or `&#233;` stand for their character; the target of a Markdown link, `](https://…)`, vanishes.
   References that were escaped once or more (`&amp;eacute;`), `\\u00e9` (JSON inside of JSON) and `%C3%A9` (addresses;
   letters and digits of ASCII, which nobody encodes, excepted) stand for their character too.
2. Every character is decomposed (NFKD: ligatures, full-width and superscript forms become plain ones), its case
   folded (or kept: `case="keep"` is the letter of the GPT-4 report), and decomposed again.
   Cyrillic and Greek letters that look like Latin ones become those (`confusables.py`).
3. Of that only letters, numbers and the vowel signs of Indic and similar scripts remain. Accents and other marks
   that Unicode may reorder go, so composed and decomposed spellings agree. Decimal digits of all scripts become 0–9.
4. A word begins after anything that was dropped, except after marks, soft hyphens and other invisible characters,
   and except after a hyphen at the end of a line. Each ideograph and kana is a word of its own.

Every step looks at one character or at one short construct, so that a compiled kernel can do the same on bytes
(`normal_kernel.py`; tests hold the two equal).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from contamination.plan import Case
from contamination.text.confusables import FOLDED, TWINS
from contamination.text.escapes import escape_at, percent_at
from contamination.text.markup import line_end_hyphen, link_target_end, reference_at, tag_end

VERSION = f"examsim-text/2 unicode-{unicodedata.unidata_version}"

# Characters that Unicode files under letters and marks but that are none in a text: joiners, fillers, variation
# selectors, and the strokes that stretch a word of Arabic or N'Ko.
INVISIBLE = frozenset(
    (0x0640, 0x07FA, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0)
).union(range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_IDEOGRAPHS = ((0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF))
_MORE_IDEOGRAPHS = ((0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


@dataclass(frozen=True, slots=True)
class NormalText:
    """Normalised text. Its character i comes from raw characters starts[i]:ends[i]; words begin at `words`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw characters from which the normalised characters start:end (not empty) come."""
        return self.starts[start], self.ends[end - 1]


def normalise(raw: str, case: Case = "fold") -> NormalText:
    """The reference. Slow and plain; the kernel is held to it."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    words: list[int] = []
    at, new_word = 0, True
    while at < len(raw):
        characters, end, breaks = _next(raw, at)
        for character in characters:
            folded = fold(character, case)
            if not folded:
                new_word |= breaks and not joins(character)
                continue
            single = is_ideograph(character)
            if new_word or single:
                words.append(len(out))
            out.extend(folded)
            starts.extend([at] * len(folded))
            ends.extend([end] * len(folded))
            new_word = single
        new_word |= breaks and not characters
        at = end
    return NormalText("".join(out), tuple(starts), tuple(ends), tuple(words))


def _next(raw: str, at: int) -> tuple[str, int, bool]:
    """Characters that the construct at `at` stands for, where it ends, and whether it may end a word."""
    character = raw[at]
    if character == "<" and (end := tag_end(raw, at)):
        return "", end, True
    if character == "&" and (reference := reference_at(raw, at)):
        return *reference, True
    if character == "]" and (end := link_target_end(raw, at)):
        return "", end, True
    if character == "\\" and (escaped := escape_at(raw, at)):
        return *escaped, True
    if character == "%" and (escaped := percent_at(raw, at)):
        return *escaped, True
    if character in "-\u00ad\u2010" and (end := line_end_hyphen(raw, at)):
        return "", end, False
    return character, at + 1, True


@cache
def fold(character: str, case: Case) -> str:
    """The letters and digits that one character stands for; empty for all other characters."""
    plain = unicodedata.normalize("NFKD", character)
    if case == "fold":
        plain = unicodedata.normalize("NFKD", plain.casefold())
    twins = FOLDED if case == "fold" else TWINS
    return "".join(twins.get(c) or _digit(c) for c in plain if _stays(c))


def _stays(character: str) -> bool:
    category = unicodedata.category(character)
    if ord(character) in INVISIBLE:
        return False
    return category[0] in "LN" or (category in ("Mn", "Mc") and unicodedata.combining(character) == 0)


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


@cache
def joins(character: str) -> bool:
    """Whether a dropped character leaves the word whole: marks and invisible characters."""
    return unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf") or ord(character) in INVISIBLE


@cache
def is_ideograph(character: str) -> bool:
    """Whether the character is a word of its own: Chinese characters, Japanese kana."""
    return any(low <= ord(character) <= high for low, high in (*_IDEOGRAPHS, *_MORE_IDEOGRAPHS))
