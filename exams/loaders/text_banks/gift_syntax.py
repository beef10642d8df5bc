"""GIFT's escapes and the splitting of its text at marks that are not escaped."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\([~=#{}:\\n])")


def unescape(text: str) -> str:
    """Text as meant: `\\~` → '~', `\\n` → a new line; other backslashes (of LaTeX) stay."""
    return _ESCAPE.sub(lambda m: "\n" if m[1] == "n" else m[1], text)


def escape(text: str) -> str:
    """Text so that `unescape` gives it back and nothing in it is taken for GIFT."""
    return re.sub(r"([~=#{}:\\])", r"\\\1", text).replace("\r\n", "\n").replace("\n", "\\n")


def marks(text: str, wanted: str) -> list[int]:
    """Positions of the wanted characters that no backslash escapes."""
    found, i = [], 0
    while i < len(text):
        if text[i] == "\\" and i + 1 < len(text) and text[i + 1] in "~=#{}:\\n":
            i += 2
            continue
        if text[i] in wanted:
            found.append(i)
        i += 1
    return found


def split_at(text: str, wanted: str) -> list[tuple[str, str]]:
    """Pieces with the mark before them ('' before the first)."""
    positions = marks(text, wanted)
    starts = [-1, *positions]
    ends = [*positions, len(text)]
    return [("" if a < 0 else text[a], text[a + 1 : b]) for a, b in zip(starts, ends, strict=True)]
