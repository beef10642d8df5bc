"""A document's address or name out of the metadata that an index keeps: JSON of whatever shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

NAMES = ("url", "uri", "warc-target-uri", "id", "_id", "title", "source", "path")
MOST = 500  # characters of a name
DEPTH = 6


def document_name(metadata: str | dict[str, Any] | None) -> str | None:
    """The most telling name in the metadata, by the order of `NAMES`; None where there is none."""
    if not metadata:
        return None
    try:
        told = orjson.loads(metadata) if isinstance(metadata, str) else metadata
    except orjson.JSONDecodeError:
        return None
    found = dict(_named(told, DEPTH))
    name = next((found[key] for key in NAMES if key in found), None)
    if name is not None and name == found.get("path") and isinstance(told, dict) and "linenum" in told:
        name = f"{name}:{told['linenum']}"
    return None if name is None else name[:MOST]


def _named(value: Any, depth: int) -> Iterator[tuple[str, str]]:
    """Texts by the name of their field, the outermost last so that it wins."""
    if not isinstance(value, dict) or not depth:
        return
    for inner in value.values():
        yield from _named(inner, depth - 1)
    for key, text in value.items():
        if str(key).lower() in NAMES and isinstance(text, str | int) and str(text).strip():
            yield str(key).lower(), str(text)
