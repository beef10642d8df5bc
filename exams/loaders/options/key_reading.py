"""What a set means by its keys: letters, positions from 0 or 1, or the words of the right option.

One set means one thing, so the whole set is looked at: a '1' alone cannot tell a position from 0 from one from 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from exams.loaders.fields.roles import letter_index, names_of, option_index, plain_name
from exams.loaders.options.option_text import letter

KeyForm = Literal["label", "position", "text"]
Letters = tuple[str, ...] | None
_FORMS: dict[str, KeyForm] = {"letter": "label", "text": "text", "position": "position"}
_BETWEEN = re.compile(r"\s*[,;/|、，；&+]\s*|\s+(?:and|et|y|e|und|и|與|和|及)\s+|\s+", re.IGNORECASE)
_LABEL_AND_TEXT = re.compile(r"[(（\[]?\s*(\w{1,3})\s*(?:[)）\].:：、．]|\s[-–]\s)\s*(\S.*)", re.DOTALL)
_VOID = frozenset(
    [
        "*",
        "@",
        "#",
        "!",
        "?",
        "-",
        "–",
        "—",
        "annulled",
        "anulado",
        "anulada",
        "anulado(a)",
        "anulada(o)",
        "cancelled",
        "canceled",
        "void",
        "voided",
    ]
)
_VOID |= {"deleted", "withdrawn", "nula", "anulled", "作废", "取消", "annulé", "annullata", "ungültig", "no answer"}


@dataclass(frozen=True)
class Choices:
    """One record's options and raw key, with which they have to be matched.

    `labels` are the set's own, or letters; `names` the columns that the options are in, where each has its own.
    """

    texts: Sequence[str]
    labels: Sequence[str]
    raw: Any
    names: Sequence[str] = field(default_factory=tuple)


def is_void(raw: Any) -> bool:
    """Whether a key says that the question was annulled: '*', '@', 'Anulado' …"""
    return isinstance(raw, str) and raw.strip().casefold() in _VOID


def key_letters(sets: Sequence[Choices], base: int | None, form: str | None = None) -> list[Letters]:
    """For each record the letters (by position) its key means, or None where it means no option.

    `form` ('letter', 'text', 'position') says which reading is meant. ValueError if keys are positions and nothing
    shows whether they count from 0 or from 1, or if letters and texts are both options and mean different ones.
    """
    if form is not None:
        forms: tuple[KeyForm, ...] = (_FORMS[form],)
    elif base is not None:
        forms = ("position",)
    elif any(isinstance(c.raw, int) and not isinstance(c.raw, bool) for c in sets):
        forms = ("label", "position", "text")
    else:
        forms = ("label", "text", "position")
    best: list[Letters] = []
    for reading in forms:
        counted = _count_from(sets, base) if reading == "position" else 0
        read = [_read(c, reading, counted) for c in sets]
        if not best or sum(r is not None for r in read) > sum(r is not None for r in best):
            best = read
        if all(r is not None or is_void(c.raw) for r, c in zip(read, sets, strict=True)):
            _refuse_conflict(sets, reading, best, form)
            break
    return best


def _refuse_conflict(sets: Sequence[Choices], reading: KeyForm, read: Sequence[Letters], form: str | None) -> None:
    if form is not None or reading != "label":
        return
    texts = [_read(c, "text", 0) for c in sets]
    if all(t is not None for t in texts) and any(a != b for a, b in zip(read, texts, strict=True)):
        at = next(i for i, (a, b) in enumerate(zip(read, texts, strict=True)) if a != b)
        raise ValueError(f"the key {str(sets[at].raw)[:40]!r} is the letter of one option and the text of another")


def _count_from(sets: Sequence[Choices], base: int | None) -> int:
    if base is not None:
        return base
    positions = [(p, len(c.texts)) for c in sets for p in _numbers(c.raw) if p.isdecimal() and len(p) < 6]
    zero = any(int(p) == 0 for p, _ in positions)
    end = any(int(p) == count for p, count in positions)
    if positions and zero == end:
        seen = "both 0 and the number of options occur" if zero else "neither 0 nor the number of options occurs"
        raise ValueError(f"keys are positions, but {seen}: they may count from 0 or from 1")
    return 0 if zero else 1


def _numbers(raw: Any) -> list[str]:
    parts = _parts(raw)
    if len(parts) == 1 and re.fullmatch(r"\d{1,3}(?:\s*[,;/&、，；]\s*\d{1,3})+", parts[0]):
        return re.split(r"\s*[,;/&、，；]\s*", parts[0])
    return [number[1] if (number := re.fullmatch(r"\D{2,20}?[ _]?(\d{1,2})", p)) and _worded(p) else p for p in parts]


def _worded(text: str) -> bool:
    return option_index(plain_name(text)) is not None


def _parts(raw: Any) -> list[str]:
    values = raw if isinstance(raw, (list, tuple)) else [raw]
    return [_plain(v) for v in values]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _read(choices: Choices, reading: KeyForm, base: int) -> Letters:
    indices: list[int] = []
    for part in _numbers(choices.raw) if reading == "position" else _parts(choices.raw):
        found = _read_one(part, choices, reading, base)
        if found is None:
            return None
        indices.extend(found)
    unique = sorted(set(indices))
    return tuple(letter(i) for i in unique) if unique else None


def _read_one(part: str, choices: Choices, reading: KeyForm, base: int) -> list[int] | None:
    if reading == "position":
        if not part.isdecimal() or len(part) > 5 or not 0 <= int(part) - base < len(choices.texts):
            return None
        return [int(part) - base]
    if reading == "text":
        return _by_text(part, choices.texts)
    return _by_label(part, choices)


def _by_text(part: str, texts: Sequence[str]) -> list[int] | None:
    known = [" ".join(text.split()).casefold() for text in texts]
    wanted = " ".join(part.split()).casefold()
    hits = [i for i, text in enumerate(known) if text == wanted]
    if len(hits) == 1:
        return hits
    for mark in ("|", ";", "；", "\n", ","):
        parts = [p.strip().casefold() for p in part.split(mark) if p.strip()]
        if len(parts) > 1 and all(known.count(p) == 1 for p in parts):
            return [known.index(p) for p in parts]
    return None


def _by_label(part: str, choices: Choices) -> list[int] | None:
    labels = [unicodedata.normalize("NFKC", label).casefold() for label in choices.labels]
    names = [plain_name(name) for name in choices.names]
    if names and plain_name(part) in names:
        return [names.index(plain_name(part))]
    bare = unicodedata.normalize("NFKC", part).strip("().[]{}:、。 \"'").casefold()
    if (one := _label_at(bare, labels)) is not None:
        return [one]
    several = (
        [p.strip("().[] ") for p in _BETWEEN.split(bare)]
        if _BETWEEN.search(bare)
        else list(bare)
        if part.isupper()
        else []
    )
    found = [_label_at(s, labels) for s in several]
    if len(several) > 1 and len(set(several)) == len(several) and all(f is not None for f in found):
        return [f for f in found if f is not None]
    if (match := _LABEL_AND_TEXT.fullmatch(part.strip())) is not None:
        at = _label_at(match[1].casefold(), labels)
        same = at is not None and _by_text(match[2], [choices.texts[at], "\0"]) is not None
        return [at] if at is not None and same else None
    word = option_index(plain_name(part))
    if word is not None and (word[0] or part.isalpha()) and word[0] in ("", *names_of("option_words")):
        return None if (at := _label_at(word[1], labels)) is None else [at]
    return None


def _label_at(mark: str, labels: Sequence[str]) -> int | None:
    """Position of a label: the set's own, or for one letter that no label is, that of the letter ('b' of u1, u2)."""
    if mark in labels:
        return labels.index(mark)
    index = letter_index(mark)
    if index is None or index >= len(labels):
        return None
    letters = [letter_index(label) for label in labels]
    if None in letters:
        return index if not any(isinstance(at, int) for at in letters) else None
    return letters.index(index) if index in letters else None
