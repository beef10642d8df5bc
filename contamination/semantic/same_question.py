"""Whether a passage near in meaning asks the same: its numbers, and the answer beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from contamination.rules.tokens import tokens
from contamination.text.formula import plain_formulas
from contamination.text.normalise import normalise
from contamination.types import Item

NEARBY = 300  # characters after a passage in which its answer may stand
SHORTEST = 4  # letters of an answer that tells something; one in digits has two
FEWEST = 2  # numbers of a question from which other ones make a sister
SHARED = 0.5  # share of them that a copy in other words has


def answer_stands(item: Item, passage: str, after: str) -> bool | None:
    """Whether the answer is in the passage or behind it; None where there is none, or one that is too short to tell.

    Where options list it, it must stand without most of the others: a list of them says nothing.
    """
    answer = normalise(item.answer).text
    if len(answer) < (2 if answer.isdecimal() else SHORTEST):
        return None
    around = passage + after[:NEARBY]
    if answer.isdecimal():
        return answer not in _numbers(item.question) and answer in _numbers(around)
    text = normalise(around).text
    others = [normalise(option).text for option in item.options]
    listed = sum(o in text for o in others if o and o != answer)
    return answer in text and 2 * listed <= max(0, len(others) - 1)


def other_numbers(item: Item, passage: str) -> bool:
    """Whether a passage has numbers where the question has others: fewer than half of its own, and as many strange."""
    own, there = _numbers(item.question), _numbers(passage)
    strange = there - own
    return len(own) >= FEWEST and len(own & there) < SHARED * len(own) and len(strange) >= SHARED * len(own)


def _numbers(text: str) -> frozenset[str]:
    found: Iterable[str] = (t.text for t in tokens(plain_formulas(text)) if t.kind == "number")
    return frozenset(re.sub(r"\D", "", t) or t for t in found)
