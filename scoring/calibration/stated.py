"""The confidence that a model states in its own words: "Confidence: 80 %", "I am 95% confident", "confidence 0.7".

Only a number counts. "Very confident" is no probability, and none is made of it.
"""

from __future__ import annotations

import re

_NUMBER = r"(?P<{0}>\d{{1,3}}(?:[.,]\d+)?)\s{{0,9}}(?P<{0}_sign>%|percent|/\s{{0,9}}100|/\s{{0,9}}10(?!\d))?"
_WORD = r"(?:confidence|certainty|probability(?:\s+(?:of\s+being|that\s+\w+\s+is)\s+(?:right|correct))?)"
_AFTER = re.compile(
    rf"\b{_WORD}\b(?:\s+(?:level|score|in\s+(?:this|my)\s+answer))?[*_`]*\s{{0,9}}(?:[:=]|is|of)[*_`]*\s{{0,9}}"
    rf"(?:about\s+|around\s+|~\s{{0,9}})?[*_`]*{_NUMBER.format('after')}",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"{_NUMBER.format('before')}\s{{0,9}}(?:confident|certain|sure)\b|{_NUMBER.format('of')}\s{{0,9}}confidence\b(?!\s+(?:interval|limit|level|bound|region)s?)",
    re.IGNORECASE,
)


def stated_confidence(text: str) -> float | None:
    """The last confidence stated, 0 to 1; None where none is, or where the number can be none.

    A number without a sign is a share if it has a decimal point or is 0 or 1, else a percentage.
    """
    found: list[tuple[int, float | None]] = []
    for pattern in (_AFTER, _BEFORE):
        for match in pattern.finditer(text):
            name = next(n for n in ("after", "before", "of") if match.groupdict().get(n) is not None)
            found.append((match.start(), _share(match[name], match[f"{name}_sign"] or "")))
    return max(found)[1] if found else None


def _share(number: str, sign: str) -> float | None:
    value = float(number.replace(",", "."))
    sign = re.sub(r"\s", "", sign.lower())
    if sign == "/10":
        value /= 10
    elif sign or not ("." in number or "," in number or value in (0, 1)) or value > 1:
        value /= 100
    return value if 0 <= value <= 1 else None
