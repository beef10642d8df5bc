"""Option labels as they are written in replies: look-alikes, other alphabets, lower case, several together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from scoring.reading.plain import fold

_LOOKALIKE = ("ABCEHIKMOPTXY", "АВСЕНІКМОРТХУ", "ΑΒϹΕΗΙΚΜΟΡΤΧΥ")
# The n-th option in other alphabets, where the form uses Latin letters and the reply another script, or the reverse.
_ALPHABETS = ("ABCDEFGH", "أبجدهوزح", "אבגדהוזח", "甲乙丙丁戊己庚辛", "ΑΒΓΔΕΖΗΘ", "АБВГДЕЖЗ")
_SHARED = _ALPHABETS[4:]
_AFTER_HAN = "是为為选選项項正对對应應符也都和与或最"
# 'e', 'o', 'y' and 'i' join letters only where they are small and a word of their own: 'C, E' names two
_JOINT = re.compile(
    r"[ ]?(?:,[ ]?(?:(?:and|or|und|oder|et|ou|(?-i:[yeo])|и|или)(?= ))?|;|/|&|\+|、|和|与|或|及|と|나|와|과|또는"
    r"|(?:and|or|und|oder|et|ou|(?-i:[yeoi])|и|или|і|або|lub|atau|dan|ve|veya|và|hoặc|και|ή|או|أو|या|และ|หรือ)(?= ))"
    r"[ ]?(?:(?:option|choice) )?",
    re.IGNORECASE,
)
_SPACED = re.compile(r"((?: \w){1,25})[ .*]{0,4}(?:\n|$)")  # 'A C E', to the end of its line
_LETTER = r"[^\W\u2e80-\u9fff\u3040-\u30ff\uac00-\ud7af\u0e00-\u0e7f]"  # of a script that sets words apart
_WRAP, _UNWRAP = r"[\"'(\[<*]{0,3}[ ]?", r"(?:[ ]?[)\]\"'>*]{1,3})?"


@dataclass(frozen=True)
class Labels:
    """The labels of one question and how they are found in folded text."""

    all: tuple[str, ...]
    meant: dict[str, str]
    wrapped: re.Pattern[str]
    upper: re.Pattern[str]
    run: re.Pattern[str]
    digits: bool

    def label(self, found: str) -> str:
        """The question's own label for what was found."""
        return self.meant[found] if found in self.meant else self.meant[found.upper()]


@lru_cache(maxsize=256)
def labels_of(labels: tuple[str, ...]) -> Labels:
    """How these labels are written, in the order they are tried."""
    meant: dict[str, str] = {fold(label): label for label in labels}
    for label in labels:
        for form in _lookalikes(label):
            meant.setdefault(form, label)
    for form, label in _by_order(labels):
        meant.setdefault(form, label)
    forms = "|".join(re.escape(f) for f in sorted(meant, key=len, reverse=True))
    lower = "|".join(re.escape(f.lower()) for f in sorted(meant, key=len, reverse=True) if f.lower() not in meant)
    either = rf"(?P<up>{forms})" + (rf"|(?P<low>{lower})(?=[ ]?(?:[)\].,;:\"'!>]|\n|$))" if lower else "|(?P<low>(?!))")
    return Labels(
        labels,
        meant,
        re.compile(rf"[ ]?(?P<open>{_WRAP})(?:{either})(?P<close>{_UNWRAP})"),
        re.compile(
            rf"(?<![$€£.+#/\\-])(?<!{_LETTER})(?:{forms})(?!{_LETTER}|[+#])"
            if not _wide(labels)
            else rf"(?:{forms})(?![A-Za-z])"
        ),
        re.compile(rf"(?:{forms}){{2,10}}(?!\w)"),
        all(fold(label).isdigit() for label in labels),
    )


class Named(NamedTuple):
    """Labels named at one place: where they begin and end, and whether brackets or quotes set them off."""

    labels: tuple[str, ...]
    start: int
    end: int
    set_off: bool
    first_end: int


def _goes_on(plain: str, place: int, labels: Labels) -> bool:
    """Whether a joint and a further label follow: 'A' and 'I' are letters then, and no words."""
    joint = _JOINT.match(plain, place)
    following = labels.wrapped.match(plain, joint.end()) if joint else None
    return following is not None and bool(following["up"]) and ends_here(plain, following)


def named_at(plain: str, place: int, labels: Labels, *, several: bool = False) -> Named | None:
    """The labels that begin at a place of a folded text: 'B', '[B]', 'b.', 'A and C'; None if there are none."""
    match = labels.wrapped.match(plain, place)
    if match is None and not several:
        return None
    whole = match is not None and ends_here(plain, match)
    if several and not whole and (run := labels.run.match(plain, _skip(plain, place))):
        return Named(tuple(dict.fromkeys(labels.label(c) for c in run[0])), run.start(), run.end(), True, run.end())
    if match is None or not whole:
        return None
    found = [labels.label(match["up"] or match["low"])]
    start, end = match.start("up" if match["up"] else "low"), match.end()
    first = end
    for _ in range(25):
        joint = _JOINT.match(plain, end)
        following = labels.wrapped.match(plain, joint.end()) if joint else None
        letter = following and (following["up"] or (following["low"] if match["low"] else None))
        if following is None or not letter or not ends_here(plain, following):
            break
        if (
            letter.upper() in ("A", "I")
            and not following["open"].strip()
            and re.match(r" [a-z]", plain[following.end() : following.end() + 2])
            and not _goes_on(plain, following.end(), labels)
        ):
            break  # 'B, A contract …': an article
        found.append(labels.label(letter))
        end = following.end()
    if several and (spaced := _SPACED.match(plain, end)) and set(spaced[1].split()) <= set(labels.all):
        found += spaced[1].split()
        end = spaced.end(1)
    return Named(tuple(dict.fromkeys(found)), start, end, bool(match["open"].strip()), first)


def ends_here(plain: str, match: re.Match[str]) -> bool:
    """Whether a label ends where it was found: 'B' does in 'B.' and 'B选项', not in 'Bob', 'C++', 'A-level', 'D.C.'."""
    end = match.end("up")
    if end < 0:
        end = match.end("low")
    after = plain[end : match.end() + 3]
    if not after or after[0] in " \n);":
        return True
    first, label = after[0], match["up"] or match["low"]
    if first.isalnum() or first == "_" or unicodedata.category(first)[0] == "M":
        if _script(label[-1]) == "han":
            return first in _AFTER_HAN or _script(first) not in ("han", "latin")
        return _script(first) != _script(label[-1]) and not (first.isdigit() or first.isascii())
    if after[:2] == "++" or first in "#°%^=<≪≫\\*+" or after[:2] == "/" + label:
        return False
    if first == "'" and len(after) > 1 and after[1].isalpha() and ord(after[1]) < 0x250:
        return len(after) > 2 and after[1].lower() in "dtys" and after[2].lower() in "ıiuüae"  # Turkish: B'dir
    if first in "-–." and len(after) > 1 and after[1].isalnum() and after[1].isascii():
        return first == "." and not label.isdigit() and after[1].isupper() and len(after) > 2 and after[2].islower()
    if after[:2] == ":\\":
        return False  # a Windows path
    return not (label.isdigit() and first in ",:/" and len(after) > 1 and after[1].isdigit())


def _skip(plain: str, place: int) -> int:
    while place < len(plain) and plain[place] in " ([\"'":
        place += 1
    return place


def _script(char: str) -> str:
    """A coarse name for a character's script: enough to see where a label ends and another script's word begins."""
    code = ord(char)
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return "latin"
    for name, low, high in (
        ("greek", 0x370, 0x400),
        ("cyrillic", 0x400, 0x530),
        ("hebrew", 0x590, 0x600),
        ("arabic", 0x600, 0x780),
        ("devanagari", 0x900, 0x980),
        ("thai", 0xE00, 0xE80),
        ("hiragana", 0x3040, 0x30A0),
        ("katakana", 0x30A0, 0x3100),
        ("hangul", 0xAC00, 0xD7B0),
    ):
        if low <= code < high:
            return name
    return "other" if code < 0x2E80 else "han"


def _lookalikes(label: str) -> list[str]:
    """The label in the letters of other scripts that look the same (В for B)."""
    return [
        "".join(other[own.index(c)] for c in label)
        for own in _LOOKALIKE
        for other in _LOOKALIKE
        if own is not other and label and all(c in own for c in label)
    ]


def _by_order(labels: tuple[str, ...]) -> list[tuple[str, str]]:
    """The n-th letter of other alphabets for the n-th label, where the labels are the first letters of one.

    Latin beside Greek or Cyrillic is left to the look-alikes: В is the third letter of one and looks like the second
    of the other.
    """
    plain = [fold(label) for label in labels]
    own = next((a for a in _ALPHABETS if plain == list(a[: len(plain)])), None)
    if own is None or own in _SHARED:
        return []
    forms = [(a[n], label) for a in _ALPHABETS if a is not own and a not in _SHARED for n, label in enumerate(labels)]
    if own == _ALPHABETS[0]:
        forms += [(a[n], label) for a in _SHARED for n, label in enumerate(labels) if not _looks_latin(a[n])]
        forms.append(("ا", labels[0]))
    return [(fold(form), label) for form, label in forms]


def _looks_latin(letter: str) -> bool:
    return any(letter in row for row in _LOOKALIKE)


def _wide(labels: tuple[str, ...]) -> bool:
    return all(ord(label[0]) >= 0x2E80 for label in labels)
