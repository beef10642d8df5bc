"""Read a number out of what a model wrote, for grid-in and numeric-entry questions."""

from __future__ import annotations

import re

from scoring.reading.extract import BOXED, DECLARED, NEGATED, NOTHING, ParsedAnswer, strip_markup

_NUMBER = r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?"
_A_NUMBER = re.compile(rf"(?<![\w.])[$€£]?\s*({_NUMBER}(?:\s*/\s*{_NUMBER})?)\s*%?")
_NUMBER_ALONE = re.compile(rf"[$€£]?\s*{_NUMBER}(?:\s*/\s*{_NUMBER})?\s*%?\.?")
_FRACTION = re.compile(r"\\d?frac\s*\{([^{}]+)\}\s*\{([^{}]+)\}")


def read_number(text: str) -> ParsedAnswer:
    """Read a number: after '####', in a box, in a declaration, or alone on the last line. Fractions as 'a/b'."""
    prepared = _FRACTION.sub(r"\1/\2", text)
    marked = re.findall(r"####\s*([^\n]+)", prepared)
    boxed = BOXED.findall(prepared)
    plain = strip_markup(prepared)
    declared = [m["rest"] for m in DECLARED.finditer(plain) if not NEGATED.search(m["rest"])]
    for place, found in (("marked", marked), ("boxed", boxed), ("declared", declared)):
        for candidate in reversed(found):
            if number := _number_in(candidate):
                return ParsedAnswer((number,), place)
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    if lines and _NUMBER_ALONE.fullmatch(lines[-1]) and (number := _number_in(lines[-1])):
        return ParsedAnswer((number,), "alone")
    return NOTHING


def _number_in(text: str) -> str:
    """The first number in a text, commas and signs tidied; '' if there is none."""
    for match in _A_NUMBER.finditer(text.replace("−", "-")):
        tidy = re.sub(r"[,\s]", "", match[1])
        if any(c.isdigit() for c in tidy):
            return tidy.strip("/")
    return ""
