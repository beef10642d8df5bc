"""A question as a row of tokens that can be told apart: numbers, operators, names, negations, words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from contamination.text.formula import plain_formulas
from contamination.text.normalise import fold, is_ideograph

Kind = Literal["number", "operator", "symbol", "negation", "name", "word", "common"]

# Numbers in words, so that "half" and "one-third", or "four" and 4, are told apart and are alike.
_NUMBERS = {
    "zero": "0", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30",
    "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90", "hundred": "100",
    "thousand": "1000", "million": "1000000", "half": "1/2", "third": "1/3", "thirds": "1/3", "fourth": "1/4",
    "fourths": "1/4", "quarter": "1/4", "quarters": "1/4", "fifth": "1/5", "fifths": "1/5", "sixth": "1/6",
    "seventh": "1/7", "eighth": "1/8", "ninth": "1/9", "tenth": "1/10", "twice": "x2", "double": "x2", "thrice": "x3",
    "triple": "x3", "dozen": "12", "second": "2nd", "first": "1st",
}  # fmt: skip
_NEGATIONS_TEXT = """
not no never none neither nor without except cannot least incorrect false untrue unlikely isn aren wasn weren don
doesn didn won wouldn can couldn shouldn hasn haven hadn
"""
NEGATIONS = frozenset(_NEGATIONS_TEXT.split()) - {"can"}
_COMMON = """
a an the of to in on at by for from with as is are was were be been being am do does did has have had having it its
this that these those there here he she they them his her hers their theirs him i you your we our us my me and or
but if then than so such what which who whom whose when where why how will would can could shall should may might
must also any all each every both some into onto over under up down out off about after before during between most
more much many very just only own same other another one following called
"""
COMMON = frozenset(_COMMON.split())
_TOKEN = re.compile(
    r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+(?:['’](?:s|t|re|ve|ll|d|m)\b)?|<=|>=|!=|->|=>|[-+*/=<>^|!%~]",
    re.UNICODE,
)
REMEMBERED = 1 << 16  # words: a corpus has no end of them
_BEGINNERS = frozenset(".?!:\n|")
WEIGHTS: dict[Kind, float] = {
    "number": 1.0, "operator": 0.4, "symbol": 0.5, "negation": 1.0, "name": 1.0, "word": 1.0, "common": 0.25,
}  # fmt: skip


class Token(NamedTuple):  # of a form there are millions: a dataclass takes four times as long to make
    """`text` is what is compared; start and end are characters of the text that `tokens` was given, formulas plain.

    spelled: it is a number in words
    """

    text: str
    kind: Kind
    start: int
    end: int
    spelled: bool = False

    @property
    def weight(self) -> float:
        """How much it tells."""
        return WEIGHTS[self.kind]


def tokens(plain: str) -> tuple[Token, ...]:
    """Tokens of a text whose formulas are plain (`plain_formulas`)."""
    found: list[Token] = []
    begins = True  # a capital here begins a sentence and makes no name
    place = 0
    for match in _TOKEN.finditer(plain):
        raw, start = match.group(), match.start()
        between = plain[place:start]
        if between != " ":  # nearly always a space, which is told sooner
            begins = begins or not _BEGINNERS.isdisjoint(between)
        place = match.end()
        first = raw[0]
        if first.isdigit():
            found.append(Token(_number(raw), "number", start, place))
        elif not first.isalpha():
            found.append(Token(raw, "operator", start, place))
        elif is_ideograph(first):
            found += [Token(c, "word", start + k, start + k + 1) for k, c in enumerate(raw)]
        else:
            ion = raw == "NO" and plain[place : place + 1].isdigit()  # NO3 denies nothing
            if ion:
                found.append(Token("no", "symbol", start, place))
            else:
                text, kind, spelled = _word(raw, begins)
                found.append(Token(text, kind, start, place, spelled))
        begins = False
    return tuple(found)


def question_tokens(raw: str) -> tuple[Token, ...]:
    """Tokens of a text as it is written."""
    return tokens(plain_formulas(raw))


def _number(raw: str) -> str:
    """Its digits: with other separators, or with none, it is the same number."""
    return "".join(fold(c, "fold") for c in raw)


@lru_cache(REMEMBERED)
def _word(raw: str, begins: bool) -> tuple[str, Kind, bool]:
    """Text and kind of a word, and whether it is a number in words."""
    text = folded(raw.split("'")[0].split("’")[0])
    if text in _NUMBERS:
        return _NUMBERS[text], "number", True
    if text in NEGATIONS or raw.lower().endswith(("n't", "n’t")):
        return text, "negation", False
    if text in COMMON:
        return text, "common", False
    if len(text) == 1 or (len(raw) <= 3 and raw.isupper() and raw.isascii()):
        return text, "symbol", False
    return text, "name" if raw[0].isupper() and not begins else "word", False


@lru_cache(REMEMBERED)
def folded(word: str) -> str:
    """Letters and digits only, case folded, a plural's or third person's s gone: "cells" and "cell" are one word."""
    plain = "".join(fold(c, "fold") for c in word)
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss") else plain
