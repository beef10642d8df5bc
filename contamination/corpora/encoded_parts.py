"""Text of a record that is in base64 or quoted-printable, where the record itself says so.

Said it is by a key that ends in `encoding` (`{"encoding": "base64", "content": "…"}`, as the GitHub API has it), by a
header among `headers` (as mail APIs have it), or by the headers of a message that a string holds whole.
"""

from __future__ import annotations

import binascii
import quopri
import re
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterable
from email import message_from_string
from typing import Any

ENCODINGS = ("base64", "quoted-printable")
HEADER = "content-transfer-encoding"
SHORTEST = 8  # characters of base64 that may be text
_BASE64 = re.compile(r"[A-Za-z0-9+/_\s-]++={0,2}\s*+")
_MESSAGE = re.compile(r"(?:[A-Za-z]+-[A-Za-z-]+|From|Date|Received|Subject): ?\S")
_SAYS_SO = re.compile(r"(?im)^Content-Transfer-Encoding: *(?:base64|quoted-printable)[ \t]*\r?$")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def encoding_of(pairs: Iterable[tuple[str, Any]]) -> str | None:
    """The encoding that an object names for its own text, or None."""
    for key, value in pairs:
        name = key.lower()
        if name.endswith("encoding") and isinstance(value, str) and value.lower() in ENCODINGS:
            return value.lower()
        if name == "headers" and (found := _in_headers(value)):
            return found
    return None


def _in_headers(value: Any) -> str | None:
    """From `{"Content-Transfer-Encoding": "base64"}` or a list of names with values."""
    if isinstance(value, dict):
        return _named(value.items())
    if not isinstance(value, list):
        return None
    if all(isinstance(v, tuple) and len(v) == 2 for v in value):  # an object whose keys may repeat
        return _named(value)
    rows = (dict(v) if isinstance(v, dict | list) and all(isinstance(p, tuple) for p in v) else v for v in value)
    return _named((r.get("name"), r.get("value")) for r in rows if isinstance(r, dict))


def _named(pairs: Iterable[tuple[Any, Any]]) -> str | None:
    for name, value in pairs:
        if isinstance(name, str) and isinstance(value, str) and name.lower() == HEADER and value.lower() in ENCODINGS:
            return value.lower()
    return None


def decoded(text: str, encoding: str) -> str | None:
    """The text that is written in an encoding, or None if it is not, or no text."""
    try:
        data = _bytes(text, encoding)
        found = data.decode("utf-8") if data is not None else None
    except (UnicodeDecodeError, binascii.Error, ValueError):
        return None
    return None if found is None or _CONTROL.search(found) else found


def _bytes(text: str, encoding: str) -> bytes | None:
    if encoding == "quoted-printable":
        return quopri.decodestring(text.encode("ascii")) if text.isascii() else None
    plain = re.sub(r"\s", "", text)
    if len(plain) < SHORTEST or not _BASE64.fullmatch(text):
        return None
    padded = plain.rstrip("=") + "=" * (-len(plain.rstrip("=")) % 4)
    return urlsafe_b64decode(padded) if "-" in plain or "_" in plain else b64decode(padded, validate=True)


def message_text(text: str) -> str | None:
    """The text of a message with encoded parts, headers and all, or None if the string is no such message."""
    if not _MESSAGE.match(text) or not _SAYS_SO.search(text):
        return None
    try:
        message = message_from_string(text)
        parts = [f"{name}: {value}" for name, value in message.items()]
        for part in message.walk():
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and part.get_content_maintype() == "text":
                parts.append(body.decode(part.get_content_charset() or "utf-8", "replace"))
    except (ValueError, LookupError, RecursionError, AttributeError):  # what the parser does not foresee
        return None
    return "\n\n".join(parts)
