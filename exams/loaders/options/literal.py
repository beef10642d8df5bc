"""Python and JSON literals in text, as CSV and Parquet keep lists: read, never run."""

from __future__ import annotations

import ast
import re
from typing import Any

import orjson

_LONGEST = 200_000
_DEEPEST = 8
_STRING = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
# numpy prints arrays of strings without commas; Python would join ['a' 'b'] into one string without a word
_NUMPY_LIST = re.compile(rf"\[\s*(?:{_STRING})(?:\s+(?:{_STRING}))+\s*\]", re.DOTALL)


def literal(text: str) -> Any:
    """The value of a JSON or Python literal, or None. Nothing is run; depth and length are bounded."""
    if len(text) > _LONGEST or _depth(text) > _DEEPEST:
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    if _NUMPY_LIST.fullmatch(text):
        text = re.sub(rf"({_STRING})(?=\s+['\"])", r"\1,", text)
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def _depth(text: str) -> int:
    """How deeply the brackets outside strings nest; long chains of signs ('----1') nest as well."""
    depth = most = 0
    for char in re.findall(r"[\[({]|[\])}]|[-+~]{4,}", re.sub(_STRING, "", text, flags=re.DOTALL)):
        depth += 1 if char in "[({" else -1 if char in "])}" else _DEEPEST
        most = max(most, depth)
    return most
