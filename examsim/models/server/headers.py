"""`--header NAME=VALUE`: further headers for a server. Values that may be secrets are protected and never recorded."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from exams.errors import InputError
from examsim.models.server.secrets import MASKED, protect

FROM_ENVIRONMENT = "env:"
OURS = {"content-type", "content-length", "transfer-encoding", "host", "connection", "accept-encoding", "expect"}
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_SECRET_NAME = re.compile(
    r"auth|token|secret|cookie|passw|credential|signature|session|jwt|bearer|(?:^|[-_])api[-_]?key|(?:^|[-_])key(?:$|[-_])",
    re.IGNORECASE,
)
# a long word of letters and figures, a UUID, or how the keys of known providers begin
_SECRET_LOOKS = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{16,}|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|\b(?:sk|pk|rk|hf|ghp|gsk|xai|nvapi|pplx|key)[-_][A-Za-z0-9_-]{8,}|\bAIza[A-Za-z0-9_-]{8,}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Header:
    """One header. `secret`: its value stays out of every record, name of a run and key of the cache."""

    name: str
    value: str
    secret: bool = False

    def __repr__(self) -> str:
        return f"Header({self.name!r}, {MASKED if self.secret else self.value!r})"


def headers_from(pairs: Sequence[str], option: str = "--header") -> tuple[Header, ...]:
    """NAME=VALUE, or NAME=env:VARIABLE for a value that stands in the environment. Their order does not matter.

    InputError for what is no header, one given twice, or one that belongs to the connection itself.
    """
    found: dict[str, Header] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not _NAME.fullmatch(name):
            raise InputError(
                f"{option} names no header before its '='", hint=f"give {option} NAME=VALUE, or NAME=env:VARIABLE"
            )
        if name.lower() in found:
            raise InputError(f"{option} {name} is given twice", hint="leave one of them out")
        found[name.lower()] = header(name, value, option)
    return tuple(found[name] for name in sorted(found))


def header(name: str, value: str, option: str = "--header") -> Header:
    """One header; a secret is protected from now on."""
    if name.lower() in OURS:
        raise InputError(f"{option} {name}: this header belongs to the connection", hint="leave it out")
    value, secret = value.strip(), False
    if value.startswith(FROM_ENVIRONMENT):
        variable, secret = value.removeprefix(FROM_ENVIRONMENT), True
        value = os.environ.get(variable, "").strip()
        if not value:
            raise InputError(f"{option} {name}: nothing in the environment variable {variable[:60]}", hint="set it")
    secret = secret or may_be_secret(name, value)
    if secret:
        protect(value)
        for word in value.split(" ")[1:]:  # 'Bearer …'
            protect(word)
    if not value.isascii() or not value.isprintable():
        raise InputError(f"{option} {name}: the value holds characters that no header has", hint="copy it again")
    return Header(name, value, secret)


def may_be_secret(name: str, value: str) -> bool:
    """By its name, or because its value looks like a key; in doubt it is one."""
    return bool(_SECRET_NAME.search(name) or looks_secret(value))


def looks_secret(value: str) -> bool:
    """Whether a text holds what looks like a key."""
    return _SECRET_LOOKS.search(value) is not None


def public_headers(headers: Sequence[Header]) -> tuple[tuple[str, str], ...]:
    """Names (in lower case) and values of those that are no secret: they may decide an answer, so they are in the
    cache's key."""
    return tuple((h.name.lower(), h.value) for h in headers if not h.secret)


def recorded_headers(headers: Sequence[Header]) -> dict[str, str]:
    """Name → value as it may be recorded."""
    return {h.name: MASKED if h.secret else h.value for h in headers}
