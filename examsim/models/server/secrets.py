"""Keys and passwords, masked by value: whatever form they have, wherever a server or a library repeats them.

A value is protected the moment it is read. Everything a server says passes `mask_all` before anything else sees it, and
every line of an error passes `mask` before it is printed, so a key can be in no file, on no page and on no screen.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from exams.errors import InputError

MASKED = "[key withheld]"
SHORTEST = 5  # characters: a shorter value stands in ordinary words, and protects nothing
_protected: set[str] = set()


def protect(value: str | None) -> None:
    """Mask this value from now on, also percent-encoded and in base64."""
    if value and len(value.strip()) >= SHORTEST:
        plain = value.strip()
        _protected.update({plain, quote(plain, safe=""), unquote(plain), b64encode(plain.encode()).decode()})


def mask(text: str) -> str:
    """The text with every protected value replaced; the longest first, as one may hold another."""
    for value in sorted(_protected, key=len, reverse=True):
        if value in text:
            text = text.replace(value, MASKED)
    return text


def mask_all(value: Any) -> Any:
    """The same in every string of a JSON value, names of fields among them."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [mask_all(v) for v in value]
    if isinstance(value, dict):
        return {mask(k): mask_all(v) for k, v in value.items()}
    return value


def without_credentials(url: str) -> tuple[str, tuple[str, str] | None]:
    """A URL without its user and password, and these two; the password is protected from now on.

    InputError for what is no address; it is not repeated, as it may hold a password.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise InputError("--base-url is no address of a server", hint="for example http://localhost:8000/v1") from None
    if "@" not in parts.netloc:
        return url, None
    credentials, _, host = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    for value in (password, credentials, f"{unquote(user)}:{unquote(password)}"):
        protect(value)
    if not password:
        protect(user)  # a token in the place of the user's name
    return urlunsplit(parts._replace(netloc=host)), (unquote(user), unquote(password))
