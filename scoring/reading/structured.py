"""Answers in a form made for machines: JSON, XML tags, \\boxed{…}."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

BOXED = re.compile(
    r"\\(?:f?boxed|fbox)\s{0,3}\{([^{}]{0,300}(?:\{[^{}]{0,300}(?:\{[^{}]{0,100}\}[^{}]{0,100}){0,4}\}[^{}]{0,300}){0,8})\}"
)
_TAGGED = re.compile(r"<(?P<tag>[^\W\d][\w-]{2,24})>(?P<said>[^<]{0,400})</(?P=tag)>")
_KEYS = (
    *("answer", "finalanswer", "correctanswer", "choice", "finalchoice", "option", "correctoption", "selectedoption"),
    *("letter", "answerletter", "label", "selection", "selected", "prediction", "predictedanswer", "ans", "response"),
    *("result", "output", "solution", "answerchoice", "correctchoice", "youranswer", "myanswer", "selectedanswer"),
    *("answers", "choices", "value", "correctletter", "finalresponse", "bestanswer", "verdict", "pick", "final"),
)
_FIRST = ("answer", "final", "correct", "choice", "letter", "selected")
_PAIR = re.compile(
    r"[\"']([^\"'\n]{1,30})[\"']\s{0,3}:\s{0,3}(\"(?:[^\"\\\n]|\\.){0,300}\"|'[^'\n]{0,300}'|[-\d.]{1,30})"
)
_FENCE = re.compile(r"```[a-zA-Z]{0,10}\s{0,5}|```")


def json_answers(text: str, is_key: Callable[[str], bool]) -> Iterator[Any]:
    """Values under keys that mean an answer, the last first. `is_key`: whether a name is a noun for one elsewhere."""
    stripped = _FENCE.sub("", text).strip()
    values: list[tuple[int, Any]] = []
    if stripped[:1] in "{[" and len(stripped) < 50_000:
        try:
            whole = json.loads(stripped)
        except (ValueError, RecursionError):
            whole = None
        if isinstance(whole, list) and len(whole) == 1:
            whole = whole[0]
        if isinstance(whole, dict):
            yield from _of_object(whole, is_key)
            return
    for pair in _PAIR.finditer(text):
        rank = _rank(pair[1], is_key)
        if rank is not None:
            values.append((rank, pair[2].strip("\"'")))
    yield from [value for _, value in reversed(values)]


def _of_object(found: dict[str, Any], is_key: Callable[[str], bool], depth: int = 0) -> Iterator[Any]:
    ranked = sorted(
        ((rank, name) for name in found if (rank := _rank(str(name), is_key)) is not None), key=lambda pair: pair[0]
    )
    for _, name in ranked:
        value = found[name]
        if isinstance(value, dict) and depth < 4:
            yield from _of_object(value, is_key, depth + 1)
        elif value is not None:
            yield value
    true = [name for name, value in found.items() if value is True]
    if not ranked and len(true) == 1 and all(isinstance(value, bool) for value in found.values()):
        yield true[0]
    elif not ranked and depth < 4:
        for value in found.values():
            if isinstance(value, dict):
                yield from _of_object(value, is_key, depth + 1)


def _rank(name: str, is_key: Callable[[str], bool]) -> int | None:
    bare = re.sub(r"[\s_-]+", "", name).lower()
    if bare in _KEYS:
        return 0 if bare.startswith(_FIRST) else 1
    return 1 if is_key(name.strip().lower()) else None


def boxes_spelled_out(text: str, reads: Callable[[str], str], is_key: Callable[[str], bool]) -> str:
    """`text` with each box and answer tag in words where `reads` finds an answer in it, else with its content bare."""
    if "box" in text:
        text = BOXED.sub(lambda m: _words(reads(m[1]), m[1]), text)
    if "</" in text:
        text = _TAGGED.sub(
            lambda m: m[0] if _rank(m["tag"], is_key) is None else _words(reads(m["said"]), m["said"]), text
        )
    return text


def _words(answer: str, content: str) -> str:
    return f"\nANSWER: {answer}\n" if answer else f" {content} "
