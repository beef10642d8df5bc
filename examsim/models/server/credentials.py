"""Which key goes to which server. A key is sent to the server it is for, and to no other."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from exams.errors import InputError, ProviderError
from examsim.models.server.headers import Header, may_be_secret
from examsim.models.server.secrets import protect, without_credentials

OPENAI_URL = "https://api.openai.com/v1"
OPENAI_KEY = "OPENAI_API_KEY"


@dataclass(frozen=True)
class Access:
    """A server's address without credentials, the address of its completions, and the headers that open it."""

    server: str
    completions: str  # of chats
    running_texts: str  # completions of a text that the model goes on with
    headers: dict[str, str]


def server_url(base_url: str | None) -> str:
    """The address that is used: as given, or from OPENAI_BASE_URL, or OpenAI's; without credentials in it."""
    given = base_url or os.environ.get("OPENAI_BASE_URL") or OPENAI_URL
    return _public(without_credentials(given)[0]).rstrip("/")


def own_server(base_url: str | None) -> bool:
    """Whether a model is asked elsewhere than at OpenAI, whose prices are not its own."""
    return urlsplit(server_url(base_url)).hostname != urlsplit(OPENAI_URL).hostname


def shown_server(base_url: str | None) -> str | None:
    """The address as it is kept in files: as given, but without credentials; None where OpenAI itself is asked."""
    given = base_url or os.environ.get("OPENAI_BASE_URL")
    return _public(without_credentials(given)[0]) if given else None


def access(
    base_url: str | None, key_variable: str | None = None, more: Sequence[Header] = (), key: str | None = None
) -> Access:
    """How to reach a server. `key_variable` names the environment variable that holds its key; `more` are the user's
    own headers, an Authorization among them in the place of a key.

    Without it OPENAI_API_KEY is sent, to OpenAI only. InputError for a variable that is not set or an address that is
    none; ProviderError where OpenAI is asked without a key.
    """
    protect(os.environ.get(OPENAI_KEY))
    given = base_url or os.environ.get("OPENAI_BASE_URL") or OPENAI_URL
    server, login = without_credentials(given)
    server = server.rstrip("/")
    parts = urlsplit(server)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"{server!r} is no address of a server", hint="for example http://localhost:8000/v1")
    headers = {}
    own = {h.name.lower() for h in more} & {"authorization", "api-key"}
    protect(key)
    key = None if own else key or _key(key_variable, parts.hostname)
    if key is None and not own and parts.hostname == "api.openai.com":
        raise ProviderError(
            "no API key for OpenAI -- set OPENAI_API_KEY, name a server with --base-url, or try --model chance"
        )
    if key is not None and parts.hostname.endswith(".azure.com"):
        headers["api-key"] = key
    elif key is not None:
        headers["Authorization"] = f"Bearer {key}"
    elif login is not None:
        from base64 import b64encode

        headers["Authorization"] = "Basic " + b64encode(":".join(login).encode()).decode()
    headers |= {h.name: h.value for h in more}
    path = parts.path.rstrip("/")
    chats, texts = (urlunsplit(parts._replace(path=path + p)) for p in ("/chat/completions", "/completions"))
    return Access(_public(server), chats, texts, headers)


def _public(url: str) -> str:
    """An address whose query holds no secret: what may be one (?key=…) is sent, and stands in no record or key."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    secret = [value for name, value in pairs if may_be_secret(name, value)]
    if not secret:
        return url
    for value in secret:
        protect(value)
    shown = [(name, "withheld" if value in secret else value) for name, value in pairs]
    return urlunsplit(parts._replace(query=urlencode(shown)))


def _key(variable: str | None, host: str) -> str | None:
    if variable is None:
        return (os.environ.get(OPENAI_KEY) or "").strip() or None if host == "api.openai.com" else None
    key = os.environ.get(variable, "").strip()
    if not key and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,60}", variable):
        raise InputError("--api-key-env holds no name of a variable", hint="name the variable that holds the key")
    if not key:
        raise InputError(
            f"no key in the environment variable {variable}", hint="--api-key-env names a variable, not the key itself"
        )
    protect(key)
    if not key.isascii() or not key.isprintable():
        raise InputError(f"the key in {variable} holds characters that no key has", hint="copy it again")
    return key
