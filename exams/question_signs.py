"""Signs by which a question shows that something of it was lost before it came here.

Used where questions are read and where forms are checked, so that both know the same signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LETTER = re.compile(r"[(\[（]?\s*([A-H])\s*[)\]）.]?")
_SLOT = re.compile(r"<image[ _]?(\d{0,2})>|\[image[ _]?(\d{0,2})\]", re.IGNORECASE)
_LISTEN = re.compile(
    r"^\W{0,5}(?:listen(?:\s+to\b[^.\n]{0,60})?\s*[:.]|listen to the (?:audio|recording|conversation|dialogue))",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"\{\{[^{}\n]{1,60}\}\}|\[\[\d{1,3}\]\]|\{\d{0,3}:[A-Z_]{2,20}:|@@PLUGINFILE@@|<<[A-Za-z_]\w{0,30}>>|\{=[^{}\n]{1,80}\}"
)
# a word that must be followed by something, then only blanks and a mark: a formula was dropped here
_EMPTY = re.compile(
    r"\b(?:equation|expression|function|value of|equal to|by|let|if|where|when|is|of|that) {1,3}(?:,|\.(?=\s|$)|;)"
    r"|\b(?:let|of|if|that|equation|function|where)  (?=(?:is|be|and|are|has|for|of)\b)",
    re.IGNORECASE,
)
_NOTHING_ASKED = re.compile(
    r"(?:^|[.?!]\s+)(?:what is|what are|find|compute|evaluate|calculate|solve|simplify)"
    r"(?:\s+[+*/=×÷^]\s*\w|\s*[?.]?\s*$)",
    re.IGNORECASE,
)
_OPENINGS = ("{{", "[[", "@@", "<<", "{=", ":")
_SPACED = re.compile(r"\w [,.;](?=\s|$)")


def letter_answer(answer: str | None) -> bool:
    """Whether a model answer is nothing but an option's letter: 'B', '(C)'."""
    return answer is not None and _LETTER.fullmatch(answer.strip()) is not None


def letter_options(texts: Sequence[str], stem: str) -> bool:
    """Whether options are the letters of a key ('B', 'D' or 'A', 'B', 'C', 'D'), and the stem does not ask for one of
    its own letters."""
    if len(texts) < 2 or len(texts[0]) > 12 or not all(_LETTER.fullmatch(text.strip()) for text in texts):
        return False
    named = [text.strip("()[]（）. ") for text in texts]
    spoken = sum(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", stem) is not None for name in named)
    return spoken < len(named) - 1


def missing_picture(texts: Sequence[str], pictures: int) -> str:
    """The first `<image N>` in a question beyond the number of its pictures, or ''."""
    if not any("mage" in text or "MAGE" in text for text in texts):
        return ""
    slots = list(dict.fromkeys(m[0] for text in texts for m in _SLOT.finditer(text)))
    return slots[pictures] if len({s.lower().replace(" ", "") for s in slots}) > pictures else ""


def listens(stem: str) -> bool:
    """Whether a stem tells the candidate to listen to something."""
    return "isten" in stem[:60].lower() and _LISTEN.search(stem) is not None


def hole_in(stem: str) -> str:
    """The place where a variable, a gap or a formula of a stem was not filled in, or ''.

    A mark of a template, or a question for nothing ('What is + 1?'), or two places where a formula is missing.
    """
    if any(opening in stem for opening in _OPENINGS) and (mark := _TEMPLATE.search(stem)) is not None:
        return mark[0]
    if len(stem) < 200 and (asked := _NOTHING_ASKED.search(stem)) is not None and "_" not in stem:
        return stem[max(0, asked.start() - 10) : asked.end() + 10].strip()
    places = missing_formulas(stem)
    return places[0] if len(places) > 1 else ""


def missing_formulas(stem: str) -> list[str]:
    """Places where a formula seems to be missing ('Let  be a function'). Text with blanks before its commas throughout
    (tokenised sets), with gaps to be filled, or of great length is not judged."""
    if not any(gap in stem for gap in ("  ", " ,", " .", " ;")):
        return []
    found = list(_EMPTY.finditer(stem))
    if len(stem) >= 2000 or "_" in stem or len(_SPACED.findall(stem)) > len(found) + 1:
        return []
    return [stem[max(0, m.start() - 10) : m.end() + 10].strip() for m in found]
