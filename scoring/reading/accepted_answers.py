"""Compare a reply with the accepted answers of a question, as the four rules of OpenAI Evals do.

https://github.com/openai/evals: `match`, `includes`, `fuzzy_match`, `json_match` in `evals/elsuite/basic/`, and
`evals/elsuite/utils.py` (read November 2026). All or nothing; any of several answers will do.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Sequence
from typing import Any

from scoring.reading.extract import NOTHING, ParsedAnswer
from scoring.reading.reasoning import split

_MOST_JSON = 200_000  # characters; a longer reply is no short answer
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def accepts(matching: str, reply: str, answers: Sequence[str]) -> bool:
    """Whether a reply is right: 'match' (begins with an answer), 'includes' (holds one), 'fuzzy_match' (one holds the
    other, without case, punctuation, articles), 'json_match' (the same JSON value). ValueError for any other rule."""
    if matching == "match":
        return any(reply.startswith(answer) for answer in answers)
    if matching == "includes":
        return any(answer in reply for answer in answers)
    if matching == "fuzzy_match":
        return any(_nearly(reply, answer) for answer in answers)
    if matching == "json_match":
        given = _json(reply)
        return any(given is not _NO_JSON and _equal(given, _json(answer)) for answer in answers)
    raise ValueError(f"no rule {matching!r} for short answers")


def read_whole(text: str) -> ParsedAnswer:
    """A short answer: the whole reply but for the reasoning before it."""
    _, answer, cut_off = split(text)
    return ParsedAnswer((answer.strip(),), "whole") if answer.strip() and not cut_off else NOTHING


def _nearly(reply: str, answer: str) -> bool:
    ours, theirs = _normal(reply), _normal(answer)
    if not ours or not theirs:
        return ours == theirs
    return ours in theirs or theirs in ours


def _normal(text: str) -> str:
    """Lower case, without punctuation and articles, one space between words (the normalisation of SQuAD)."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split())


_NO_JSON = object()


def _json(text: str) -> Any:
    """The value of a JSON text, or `_NO_JSON`: a reply that is none, or too long or deep for one, is not right."""
    if len(text) > _MOST_JSON:
        return _NO_JSON
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _NO_JSON


def _equal(ours: Any, theirs: Any) -> bool:
    """Equality of JSON values, in which true is not 1."""
    try:
        return type(ours) is type(theirs) and json.dumps(ours, sort_keys=True) == json.dumps(theirs, sort_keys=True)
    except RecursionError:
        return False
