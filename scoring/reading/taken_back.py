"""Whether a sentence doubts, denies, asks or only supposes what it declares."""

from __future__ import annotations

import re

from scoring.reading.language import Language
from scoring.reading.statement import HYPOTHETICAL, Reading

_SPACES = re.compile(r" {1,2}")
_SUPPOSED = re.compile(r"\b(?:if|had|were|unless|otherwise|without|suppose|assuming)\b")


def taken_back(reading: Reading, language: Language, start: int, end: int) -> bool:
    """Whether the sentence doubts, denies, asks or only supposes what it declares."""
    before, after = reading.sentence_before(start), reading.sentence_after(end)
    hypothetical = HYPOTHETICAL.search(reading.low, start, end) is not None
    if hypothetical and _SUPPOSED.search(before):
        return True
    if len(after) < 60 and after.rstrip(" \n\"')").endswith(("?", "？")):
        return True
    if before or hypothetical:
        for lang in reading.languages:
            doubt = lang.pattern["doubt"].search(before)
            if doubt and (hypothetical or not lang.condition.fullmatch(doubt[0])):
                return True
            others = lang.pattern["other"].search(before[-25:]) and not before.rstrip().endswith((",", ":"))
            if others and not lang.pattern["wrong"].search(before):  # "with the others ruled out remains B"
                return True
            if hypothetical and lang.pattern["doubt"].search(_of_this(reading, end, after)):
                return True
    place = end
    for _ in range(3):
        place += len(m[0]) if (m := _SPACES.match(reading.low, place)) else 0
        if language.pattern["wrong"].match(reading.low, place) or language.pattern["not"].match(reading.low, place):
            return True
        step = language.pattern["is"].match(reading.low, place)
        if step is None or not step[0]:
            return False
        place = step.end()
    return False


def _of_this(reading: Reading, place: int, after: str) -> str:
    """What follows a label up to the next one: in "C, although D is tempting" the doubt is of D."""
    other = reading.labels.upper.search(reading.plain, place, place + len(after))
    return after[: other.start() - place] if other else after
