"""What the records call a thing and what a reader is told: one word each, on every page."""

from __future__ import annotations

import re
from datetime import datetime

_LABELS = {
    "flagged": "found in the corpus",
    "unparsed": "answer not readable",
    "truncated": "cut off",
    "unanswered": "no answer",
    "ungraded": "not graded",
    "partly": "partly right",
    "newly flagged": "newly found",
    "no longer flagged": "no longer found",
    "contaminated": "found",
    "clean": "not found",
    "variant": "found with other numbers",
    "part": "a part found",
    "sister": "sister problem found",
    "passage_seen": "only its passage found",
    "passage seen": "only its passage found",
    "weak": "only a short text found",
    "incomplete": "corpus not read whole",
    "unchecked": "nothing to look for",
    "too_long": "too long to ask",
}
_SPACED = re.compile(r"(?<=\d) %")


def label(name: str) -> str:
    """The words for a tag, a status or a verdict; one that has no others is reported as it is, without underscores."""
    return _LABELS.get(name, name.replace("_", " "))


def about(text: str) -> str:
    """'about the 87th' for '~87th'; other texts of a percentile stay."""
    return f"about the {text[1:]}" if text.startswith("~") else text


def close_percent(text: str) -> str:
    """'95%' for '95 %', so that one page has one spacing."""
    return _SPACED.sub("%", text)


def capital(text: str) -> str:
    """The text with its first letter large: for one that begins a line."""
    return text[:1].upper() + text[1:]


def day(text: str) -> str:
    """'2026-11-28T19:32:58+00:00' → '28 November 2026'; as it is where it is no such time."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{parsed.day} {parsed:%B %Y}"


def moment(text: str) -> str:
    """'2026-11-28T19:32:58+00:00' → '28 Nov 2026, 19:32 UTC'; as it is where it is no such time."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return text
    zone = "" if parsed.utcoffset() is None else " UTC" if not parsed.utcoffset() else f" {parsed:%z}"
    return f"{parsed.day} {parsed:%b %Y, %H:%M}{zone}"
