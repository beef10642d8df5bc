"""The texts of an XML element by the path of their elements, for the account of what became of them."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

_PLAIN = frozenset(("text", "file"))


def given_texts(element: Element) -> dict[str, Any]:
    """Text of every leaf under its path ('answer.feedback'), several under one path as a list. Embedded files are left
    out: pictures are accounted for where they are shown. `<text>` adds nothing to a path."""
    found: dict[str, list[str]] = {}
    _walk(element, "", found)
    return dict(found)


def _walk(element: Element, path: str, found: dict[str, list[str]]) -> None:
    for child in element:
        if not isinstance(child.tag, str) or child.tag == "file":
            continue
        inner = path if child.tag in _PLAIN else f"{path}.{child.tag}" if path else child.tag
        if child.text and child.text.strip():
            found.setdefault(inner, []).append(child.text)
        _walk(child, inner, found)
        if child.tail and child.tail.strip():
            found.setdefault(path or element.tag, []).append(child.tail)
