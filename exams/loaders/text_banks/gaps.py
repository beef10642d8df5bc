"""Gaps in running text as one question each: Moodle's cloze ('{1:MC:=a~b}') and gaps with a word list ('[[1]]').

The text with every gap as '_____ (n)' is the passage; each question asks for one of them.
https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from exams.loaders.draft import Draft, DraftPassage, Picture, choice_kind
from exams.loaders.options.option_text import letter, lettered
from exams.loaders.options.short_answer import number_text, widest

_CLOZE = re.compile(r"\{(\d{0,3}):([A-Z_]{2,22}):((?:[^{}\\]|\\.){1,4000})\}", re.DOTALL)
_PIECES = re.compile(r"(?<!\\)~")
_WEIGHT = re.compile(r"(=|%(-?\d{1,3}(?:\.\d{1,5})?)%)?\s*(.*)", re.DOTALL)
_NUMBERED = re.compile(r"\[\[(\d{1,3})\]\]")
_CHOICES: tuple[str, ...] = (
    "MULTICHOICE",
    "MC",
    "MULTICHOICE_H",
    "MCH",
    "MCVS",
    "MULTICHOICE_V",
    "MCV",
    "MULTICHOICE_S",
    "MCS",
    "MCHS",
)
_CHOICES += ("MULTICHOICE_HS", "MULTICHOICE_VS")
_SEVERAL = ("MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH", "MULTIRESPONSE_S", "MRS", "MULTIRESPONSE_HS", "MRHS")


@dataclass(frozen=True)
class Gaps:
    """The text with its gaps numbered, and fields of a draft for each, with the weight that each has."""

    text: str
    gaps: list[tuple[dict[str, Any], float]]

    def __bool__(self) -> bool:
        return bool(self.gaps)


def cloze_gaps(text: str) -> Gaps:
    """The gaps of a cloze text. A numerical gap without a number is worth words."""
    found: list[tuple[dict[str, Any], float]] = []

    def blank(match: re.Match[str]) -> str:
        found.append((_gap(match[2], match[3]), float(match[1] or 1) or 1.0))
        return f"_____ ({len(found)})"

    return Gaps(_CLOZE.sub(blank, text), found)


def _gap(kind: str, body: str) -> dict[str, Any]:
    answers = [_answer(piece) for piece in _PIECES.split(body)]
    answers = [(text, weight) for text, weight in answers if text]
    best = max((weight for _, weight in answers), default=0.0)
    right = [text for text, weight in answers if weight == best > 0]
    if kind in _CHOICES or kind in _SEVERAL:
        keyed = [i for i, (_, w) in enumerate(answers) if (w > 0 if kind in _SEVERAL else w == best > 0)]
        key = tuple(letter(i) for i in keyed)
        return {"kind": choice_kind(kind in _SEVERAL), "options": lettered(t for t, _ in answers), "key": key}
    if kind in ("NUMERICAL", "NM"):
        parts = [text.partition(":") for text in right]
        values = [(number_text(v), number_text(margin or "0")) for v, _, margin in parts]
        if values and all(v is not None and m is not None for v, m in values):
            return widest([v or "" for v, _ in values], [abs(float(m or 0)) for _, m in values])
    return {"kind": "free_response", "model_answer": "\n".join(right) or None}


def _answer(piece: str) -> tuple[str, float]:
    match = _WEIGHT.fullmatch(piece.strip())
    if match is None:
        return "", 0.0
    text = re.split(r"(?<!\\)#", match[3], maxsplit=1)[0]
    weight = 100.0 if match[1] == "=" else float(match[2]) if match[2] else 0.0
    return re.sub(r"\\(.)", r"\1", text).strip(), weight


def word_gaps(text: str, words: Sequence[tuple[str, str]]) -> Gaps:
    """Gaps '[[n]]' filled from a word list: the n-th word is right, the words of its group are the options."""
    found: list[tuple[dict[str, Any], float]] = []

    def blank(match: re.Match[str]) -> str:
        number = int(match[1])
        if not 1 <= number <= len(words):
            return match[0]
        word, group = words[number - 1]
        texts = sorted(dict.fromkeys(w for w, g in words if g == group), key=str.casefold)
        found.append(({"options": lettered(texts), "key": (letter(texts.index(word)),)}, 1.0))
        return f"_____ ({len(found)})"

    return Gaps(_NUMBERED.sub(blank, text), found)


def gap_drafts(gaps: Gaps, pictures: tuple[Picture, ...], points: float, common: dict[str, Any]) -> list[Draft]:
    """A draft for each gap; a text with one gap is the stem itself. Points are shared by the gaps' weights."""
    total = sum(weight for _, weight in gaps.gaps)
    if len(gaps.gaps) == 1:
        stem = gaps.text.replace("_____ (1)", "_____")
        return [Draft(stem, pictures=pictures, points=points, **common, **gaps.gaps[0][0])]
    passage = DraftPassage(gaps.text, pictures=pictures)
    name = common.get("id")
    return [
        Draft(
            f"What belongs into gap {number}?",
            passage=passage,
            points=points * weight / total,
            **{**common, "id": f"{name}-{number}" if name else ""},
            **fields,
        )
        for number, (fields, weight) in enumerate(gaps.gaps, 1)
    ]
