"""Options as sets keep them: a list, an object, labelled pairs, or any of these as a Python or JSON literal in text."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from exams.loaders.options.option_text import split_options
from exams.loaders.row import Row

_LONGEST = 200_000
_DEEPEST = 8
_STRING = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
# numpy prints arrays of strings without commas; Python would join ['a' 'b'] into one string without a word
_NUMPY_LIST = re.compile(rf"\[\s*(?:{_STRING})(?:\s+(?:{_STRING}))+\s*\]", re.DOTALL)


@dataclass(frozen=True)
class OptionTexts:
    """Texts in order; labels in the same order where the set gives them, else empty."""

    texts: list[str]
    labels: list[str]


def option_texts(row: Row, name: str) -> OptionTexts:
    """The options in a field. InputError naming the record if it holds none."""
    value = row.get(name)
    if isinstance(value, str):
        value = _parsed(row, name, value)
    if isinstance(value, Mapping):
        if {"text", "label"} <= value.keys():
            inner = Row(row.source, row.number, row.line, value)
            texts, labels = inner.texts("text"), inner.texts("label")
            if len(texts) != len(labels):
                raise row.fault(f"{len(texts)} options but {len(labels)} labels")
            return OptionTexts(texts, labels)
        pairs = [(str(k), row.as_text(v, name)) for k, v in value.items() if v is not None]
        return OptionTexts([text for _, text in pairs], [label for label, _ in pairs])
    if isinstance(value, (list, tuple)) and value and all(isinstance(v, Mapping) for v in value):
        rows = [Row(row.source, row.number, row.line, v) for v in value]
        return OptionTexts([r.text("text") for r in rows], [r.text("label") for r in rows])
    if isinstance(value, (list, tuple)):
        return OptionTexts([row.as_text(item, name) for item in value], [])
    raise row.fault(f"the field {name!r} holds no options")


def _parsed(row: Row, name: str, text: str) -> Any:
    stripped = text.strip()
    if stripped[:1] in ("[", "{", "("):
        value = literal(stripped)
        if isinstance(value, (list, tuple, Mapping)):
            return value
    if (split := split_options(text)) is not None:
        return split[1]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) >= 2:
        return lines
    raise row.fault(f"the field {name!r} holds text that is no list of options", "a JSON list is the safest")


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
