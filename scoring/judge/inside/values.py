"""Python values as JSON and back, without pickle: what comes out of a sandbox is data and never code.

JSON's own values stand for themselves; the others are {"~": kind, "v": …}. Subclasses become their plain base, so an
object with a forged __eq__ arrives as an ordinary number or text, or not at all.
"""

from __future__ import annotations

import json
from typing import Any

_SEQUENCES = {"tuple": tuple, "set": set, "frozenset": frozenset}
_LAZY: tuple[type, ...] = (
    range,
    type({}.keys()),
    type({}.values()),
    type({}.items()),
    map,
    filter,
    zip,
    enumerate,
    reversed,
)


def dumps(value: object) -> str:
    """JSON text of a value. TypeError for what is no plain value, RecursionError for what is too deep."""
    return json.dumps(_plain(value))


def loads(text: str | bytes) -> Any:
    """The value of JSON text; ValueError, KeyError, TypeError or RecursionError for text that `dumps` never wrote."""
    return _value(json.loads(text))


def _plain(value: Any) -> Any:
    if value is None or value is True or value is False:
        return value
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, str):
        return "".join(str.__iter__(value))
    if isinstance(value, list):
        return [_plain(v) for v in list.__iter__(value)]
    for name, sequence in _SEQUENCES.items():
        if isinstance(value, sequence):
            return {"~": name, "v": [_plain(v) for v in sequence.__iter__(value)]}
    if isinstance(value, dict):
        return {"~": "dict", "v": [[_plain(k), _plain(v)] for k, v in dict.items(value)]}
    if isinstance(value, (bytes, bytearray)):
        return {"~": "bytes", "v": list(bytes(value))}
    if isinstance(value, complex):
        return {"~": "complex", "v": [value.real, value.imag]}
    if isinstance(value, _LAZY) or hasattr(value, "__next__"):
        return [_plain(v) for v in value]
    raise TypeError(f"an object of type {type(value).__name__}, which is no plain value")


def _value(data: Any) -> Any:
    if isinstance(data, list):
        return [_value(d) for d in data]
    if not isinstance(data, dict):
        return data
    kind, inner = data["~"], data["v"]
    if not isinstance(inner, list):
        raise ValueError(kind)
    if kind == "dict":
        return {_value(k): _value(v) for k, v in inner}
    if kind == "bytes":
        return bytes(inner)
    if kind == "complex":
        return complex(*inner)
    return _SEQUENCES[kind](_value(v) for v in inner)
