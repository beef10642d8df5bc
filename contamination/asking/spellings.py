"""How a copy may spell a window: an exact index knows only what it is asked, so each is asked for.

Signs before letters: quotes, dashes, white space and line breaks where the window has them, then case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contamination.asking.index_windows import Window

Spell = Callable[[str], str]
DASHES = re.compile(r"(?<=\s)[-–—−](?=\s)|[–—−]|(?<=\w)[-‐‑](?=\w)")
SPACES = re.compile(r"\s+")
CASE_WINDOWS = 2  # the rarest windows of a question, asked in other cases
FEW_WINDOWS = 2  # of a question, from which on line breaks are looked for at every space


@dataclass(frozen=True, slots=True)
class Spelling:
    """A window in one spelling. `kind`: as written, quotes, dashes, spaces, line break, case."""

    window: Window
    kind: str
    spell: Spell

    @property
    def text(self) -> str:
        """What the index is asked for."""
        return self.spell(str(self.window))

    def wider(self, characters: int) -> Spelling:
        """The same spelling of a wider window."""
        return Spelling(self.window.wider(characters), self.kind, self.spell)


def as_written(window: Window) -> Spelling:
    """The window letter by letter."""
    return Spelling(window, "as written", str)


def other_signs(window: Window, few: bool) -> Iterator[Spelling]:
    """Its other quotes, dashes and spaces; with `few` also a line break in the place of each space."""
    text = str(window)
    for kind, spell in _signs(text):
        yield Spelling(window, kind, spell)
    if few:
        for number in range(len(SPACES.findall(text))):
            yield Spelling(window, "line break", _broken(number))


def other_cases(window: Window) -> Iterator[Spelling]:
    """Small letters, capitals, words capitalised."""
    for spell in (str.lower, str.upper, str.title):
        yield Spelling(window, "case", spell)


def spellings(windows: tuple[Window, ...]) -> Iterator[Spelling]:
    """All spellings of all windows, in the order in which they are worth asking; none twice."""
    asked = set()
    few = len(windows) <= FEW_WINDOWS
    several = (
        *(as_written(w) for w in windows),
        *(s for w in windows for s in other_signs(w, few)),
        *(s for w in windows[:CASE_WINDOWS] for s in other_cases(w)),
    )
    for spelling in several:
        if spelling.text not in asked:
            asked.add(spelling.text)
            yield spelling


def _signs(text: str) -> Iterator[tuple[str, Spell]]:
    if any(c in text for c in "‘’“”"):
        yield "quotes", straight
    if "'" in text or '"' in text:
        yield "quotes", curly
    for dash in "-–—" if DASHES.search(text) else "":
        yield "dashes", _with_dash(dash)
    if re.search(r"[^\S ]|\s\s", text):
        yield "spaces", one_space
        if "\n" in text:
            yield "line break", lambda t: SPACES.sub(lambda m: "\n" if "\n" in m[0] else " ", t)


def straight(text: str) -> str:
    """Straight quotes for curly ones."""
    return text.translate(str.maketrans("‘’“”", "''\"\""))


def curly(text: str) -> str:
    """Curly quotes for straight ones, as typesetting turns them."""
    opened = re.sub(r'(?<!\S)"|(?<=[(\[])"', "“", text)
    opened = re.sub(r"(?<![\w.,;:!?)\]])'(?=\w)", "‘", opened)
    return opened.replace('"', "”").replace("'", "’")


def one_space(text: str) -> str:
    """One space wherever there is white space."""
    return SPACES.sub(" ", text)


def _with_dash(dash: str) -> Spell:
    return lambda text: DASHES.sub(dash, text)


def _broken(number: int) -> Spell:
    """A line break in the place of the space of this number."""

    def spell(text: str) -> str:
        spaces = list(SPACES.finditer(text))
        if number >= len(spaces):
            return text
        return f"{text[: spaces[number].start()]}\n{text[spaces[number].end() :]}"

    return spell
