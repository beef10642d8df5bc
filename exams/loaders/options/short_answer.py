"""An answer that is not a letter: a number that a key can grade, or words that a person or a rubric must."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_NUMBER = re.compile(r"[-+−]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_FRACTION = re.compile(r"([-+−]?)\\[dt]?frac\s*\{\s*(\d+)\s*\}\s*\{\s*(\d+)\s*\}|([-+−]?\d+)\s*/\s*(\d+)")


def number_text(answer: str) -> str | None:
    """The number an answer states, as plain text ('1000', '-2.5', '3/4'), or None if it is not one number.

    Takes off dollar signs (of money or of LaTeX), thousands separators and a final full stop; a unit stays, and makes
    it no number.
    """
    text = answer.strip().strip("$").strip().rstrip(".。").strip()
    text = re.sub(r"(?<=\d)(?:,|\{,\}|\\,)(?=\d{3}(?!\d))", "", text)
    if _NUMBER.fullmatch(text):
        return text.replace("−", "-").lstrip("+")
    if match := _FRACTION.fullmatch(text):
        sign, top, bottom, plain_top, plain_bottom = match.groups()
        fraction = f"{sign}{top}/{bottom}" if top else f"{plain_top}/{plain_bottom}"
        return fraction.replace("−", "-").lstrip("+")
    return None


def short_answer(answer: str) -> dict[str, Any]:
    """Fields of a draft: a numeric question with its key, or a free response with a model answer."""
    number = number_text(answer)
    if number is not None:
        return {"kind": "numeric", "key": (number,)}
    return {"kind": "free_response", "model_answer": answer.strip()}


def widest(keys: Sequence[str], tolerances: Sequence[float]) -> dict[str, Any]:
    """Fields of a numeric draft whose answers have tolerances of their own: one that takes in all the others, or one
    that all share. ValueError if there is none, since a form holds one tolerance a question."""
    if not keys:
        return {"kind": "numeric", "key": ()}
    shared = set(tolerances)
    if len(shared) > 1:
        spans = [(_value(k) - t, _value(k) + t, k, t) for k, t in zip(keys, tolerances, strict=True)]
        low, high, key, tolerance = max(spans, key=lambda span: span[1] - span[0])
        if any(a < low or b > high for a, b, _, _ in spans):
            raise ValueError("its answers have different tolerances")
        keys, shared = [key], {tolerance}
    tolerance = shared.pop()
    return {"kind": "numeric", "key": tuple(keys), "more": {"tolerance": tolerance} if tolerance else {}}


def _value(text: str) -> float:
    top, _, bottom = text.replace("−", "-").partition("/")
    return float(top) / float(bottom) if bottom else float(top)


def accepted_answers(answers: Sequence[str]) -> dict[str, Any]:
    """Fields of a draft where any of several answers will do: numbers for a key, or words, one a line."""
    read = [short_answer(answer) for answer in answers]
    if read and all(r["kind"] == "numeric" for r in read):
        return {"kind": "numeric", "key": tuple(r["key"][0] for r in read)}
    return {"kind": "free_response", "model_answer": "\n".join(answers)}
