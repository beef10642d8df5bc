"""Every text of a record, however deep it lies, under the path of names that leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_DEEPEST = 12
_EMPTY = frozenset(("[]", "{}", "[ ]", "()", "null", "None", "nan", "NaN", "N/A", "n/a", "-", "--", "*"))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text (or a picture's bytes) and its path: 'options.text'; `listed` where it is in a list or object."""

    path: str
    value: str | bytes
    listed: bool


def text_leaves(record: Mapping[str, Any]) -> Iterator[Leaf]:
    """Texts that are not blank, and pictures as bytes. Positions in lists are no part of a path; numbers, truth values
    and dates are no text."""
    for name, value in record.items():
        if type(value) is not str:
            yield from _leaves(str(name), value, False, 0)
        elif (text := value.strip()) and text not in _EMPTY:  # nearly every value of a table
            yield Leaf(str(name), value, False)


def _leaves(path: str, value: Any, listed: bool, depth: int) -> Iterator[Leaf]:
    if isinstance(value, str):
        if value.strip() and value.strip() not in _EMPTY:
            yield Leaf(path, value, listed)
    elif isinstance(value, bytes):
        if value:
            yield Leaf(path, value, listed)
    elif depth < _DEEPEST and isinstance(value, Mapping):
        if value and all(isinstance(v, (int, float)) for v in value.values()):
            yield from (Leaf(path, str(name), True) for name in value if " " in str(name))  # texts that are scored
            return
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}", inner, True, depth + 1)
    elif depth < _DEEPEST and isinstance(value, (list, tuple)):
        for inner in value:
            yield from _leaves(path, inner, True, depth + 1)
