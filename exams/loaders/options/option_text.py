"""Letters before options: give them, strip them, and split a run of lettered options out of a text."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence

from exams.loaders.draft import DraftOption

# '(A)', '(A).', 'A.', 'A)', 'A、', 'A：' and the letter alone before a blank, as sets in the wild have it
_PREFIX = re.compile(r"\s*(?:[(（]\s*([A-Z])\s*[)）]\s*[.．:：]?|([A-Z])\s*[.．)）、:：]|([A-Z])(?=\s))\s*")
_MARK = re.compile(
    r"(?:(?<=^)|(?<=\s)|(?<=[。．；;）)]))(?:[(（]([A-Z])[)）]|([A-Z])\s?[.．、:：)）])[ \t\u3000]*", re.MULTILINE
)

_CHINESE = re.compile(r"[\u3040-\u9fff]")
_GLUED = re.compile(
    r"(?:(?<=^)|(?<=\s)|(?<=[\u3040-\u9fff。．；;）)，,]))(?:[(（]([A-Z])[)）]|([A-Z])\s?[.．、:：)）])[ \t\u3000]*",
    re.MULTILINE,
)


def letter(index: int) -> str:
    """Label of the option at a position from 0: A … Z, then AA, AB, …"""
    high, low = divmod(index, 26)
    return (letter(high - 1) if high else "") + string.ascii_uppercase[low]


def lettered(texts: Iterable[str]) -> tuple[DraftOption, ...]:
    """Options with the letters of their positions."""
    return tuple(DraftOption(text=text, label=letter(i)) for i, text in enumerate(texts))


def without_letters(texts: Sequence[str]) -> list[str]:
    """Option texts without '(A)', 'A.' … in front, where the letter is the one of the position.

    A letter that stands alone ('A No dangshen') goes only if the next option shows its own letter too, so that
    'A cat', 'Three dogs' stay whole.
    """
    found = [_PREFIX.match(text) for text in texts]
    shown = [m is not None and (m[1] or m[2] or m[3]) == letter(i) for i, m in enumerate(found)]
    firm = [s and m is not None and m[3] is None for s, m in zip(shown, found, strict=True)]
    bare_is_prefix = sum(shown) > 1
    return [
        text[m.end() :].strip() if m is not None and (f or (s and bare_is_prefix)) else text.strip()
        for text, m, s, f in zip(texts, found, shown, firm, strict=True)
    ]


def split_options(text: str, least: int = 2) -> tuple[str, list[str]] | None:
    """Split 'stem A. one B. two …' into the stem and the option texts; None if there is no such run to the end.

    The run is the last place where A, B, C … are in order, each after white space or at the start of a line. Marks
    glued to a Chinese character ('…入海C．莱茵河') count where the run is longer with them.
    """
    plain = _split_at(text, _MARK, least)
    if _CHINESE.search(text) is None:
        return plain
    glued = _split_at(text, _GLUED, least)
    return glued if glued is not None and (plain is None or len(glued[1]) > len(plain[1])) else plain


def _split_at(text: str, mark_of: re.Pattern[str], least: int) -> tuple[str, list[str]] | None:
    marks = [(m.start(), m.end(), m[1] or m[2]) for m in mark_of.finditer(text)]
    following: list[int | None] = [None] * len(marks)
    nearest: dict[str, int] = {}
    for i in range(len(marks) - 1, -1, -1):
        mark = marks[i][2]
        following[i] = nearest.get(chr(ord(mark) + 1))
        nearest[mark] = i
        if mark == "A":
            run = _chain(following, i)
            if len(run) >= least:
                starts = [marks[k] for k in run]
                ends = [start for start, _, _ in starts[1:]] + [len(text)]
                texts = [text[start:end].strip() for (_, start, _), end in zip(starts, ends, strict=True)]
                return text[: starts[0][0]].rstrip(), texts
    return None


def _chain(following: Sequence[int | None], first: int) -> list[int]:
    run, here = [first], following[first]
    while here is not None:
        run.append(here)
        here = following[here]
    return run
