"""What is in one cell as plain text: HTML as a reader would see it, lists as paragraphs, nothing for 'N/A'."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exams.loaders.markup.html_text import show

_NAMES = "p|div|span|b|i|u|em|strong|sup|sub|ul|ol|li|table|tr|td|th|tbody|thead|h[1-6]|font|center|a|blockquote"
_PAIRED = re.compile(rf"<({_NAMES})(?:\s[^<>]{{0,500}})?>", re.IGNORECASE)
_CLOSED = re.compile(rf"</({_NAMES})\s*>", re.IGNORECASE)
_SINGLE = re.compile(r"<br\s*/?>|<img\s[^<>]{0,2000}>|<hr\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|apos|ndash|mdash|[lr][sd]quo|hellip|times|deg|#\d{2,6}|#x[0-9a-fA-F]{2,6});"
)
_CODE = re.compile(r"<(?:html|body|script|head|form|input|button|style|!DOCTYPE)\b|`[^`]*<", re.IGNORECASE)
_NOTHING = frozenset(("", "n/a", "na", "none", "null", "nan", "-", "--", "#n/a", "undefined", "nil"))


@dataclass(frozen=True)
class CellText:
    """Plain text, pictures that its HTML shows as (source, alternative text), and whether it was HTML."""

    text: str
    pictures: tuple[tuple[str, str], ...] = ()
    was_html: bool = False


def is_html(text: str) -> bool:
    """Whether a text is marked up as HTML: tags that close, breaks, pictures, or entities. Not 'a < b', and not a
    question about HTML that shows whole documents or code."""
    if "<" not in text:
        return "&" in text and _ENTITY.search(text) is not None
    if _CODE.search(text):
        return False
    opened = sorted(m[1].lower() for m in _PAIRED.finditer(text))
    closed = sorted(m[1].lower() for m in _CLOSED.finditer(text))
    loose = ("p", "li", "td", "tr", "th")
    matched = [n for n in opened if n not in loose] == [n for n in closed if n not in loose]
    known = bool(opened or _SINGLE.search(text) or "<math" in text)
    return known and matched


def plain_cell(text: str) -> CellText:
    """A cell as text; text that is not HTML stays to the letter. ValueError for what `show` cannot keep."""
    if not is_html(text):
        return CellText(text)
    shown = show(text)
    return CellText(shown.text, shown.pictures, True)


def is_nothing(value: Any) -> bool:
    """Whether a cell stands empty: None, blank, 'N/A', an empty list."""
    if isinstance(value, str):
        return value.strip().lower() in _NOTHING
    return value is None or value != value or (isinstance(value, (list, tuple, Mapping)) and not value)


def as_paragraphs(value: Any) -> str | None:
    """Text of a value that may be a list or an object of texts; None if it holds anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if isinstance(value, (list, tuple)):
        parts = [as_paragraphs(v) for v in value]
        return None if any(p is None for p in parts) else "\n\n".join(p for p in parts if p)
    if isinstance(value, Mapping):
        named = {k: as_paragraphs(v) for k, v in value.items()}
        if any(v is None for v in named.values()):
            return None
        for name in ("text", "content", "contexts", "value"):
            if named.get(name) and all(k == name or is_label(k) for k in named):
                return named[name]
        return "\n".join(f"{k}: {v}" for k, v in named.items() if v)
    return None


def is_label(name: str) -> bool:
    """Names beside a text that only number it."""
    return str(name).lower() in ("id", "label", "index", "type", "format")
