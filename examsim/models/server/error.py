"""What a server says in an error, in whatever shape: an object, a list of objects, text, an HTML page."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from examsim.models.server.secrets import mask

LONGEST = 300
_TITLE = re.compile(r"<title[^>]*>([^<]{0,300})", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True)
class ServerError:
    """An error's parts; '' where the server names none. `text` is the whole of it in lower case, to look words up."""

    status: int
    message: str
    text: str
    code: str = ""
    kind: str = ""
    param: str = ""


def server_error(status: int, body: Any) -> ServerError:
    """Read an error. `body` is a JSON value, or text where it was none."""
    found = _innermost(body)
    if isinstance(found, dict):
        message = next((str(found[k]) for k in ("message", "detail", "msg", "error", "title") if found.get(k)), "")
        own = _number(found.get("code")) or _number(found.get("status")) or _number(found.get("http_code"))
        meta = found.get("metadata")
        raw = str(meta.get("raw", "")) if isinstance(meta, dict) else ""
        return ServerError(
            status=own if own and status == 200 else status,
            message=one_line(f"{message} {raw}".strip() or str(found)),
            text=str(body).lower()[:20_000],
            code=str(found.get("code") or "").lower(),
            kind=str(found.get("type") or found.get("status") or "").lower(),
            param=str(found.get("param") or ""),
        )
    text = str(body or "")
    title = _TITLE.search(text[:20_000])
    words = html.unescape(title[1]) if title else _TAG.sub(" ", text[:4000])
    return ServerError(
        status, one_line(words) or ("an empty response" if status == 200 else f"status {status}"), text.lower()[:20_000]
    )


def one_line(text: str) -> str:
    """The server's own words in one line, without control characters and keys."""
    return mask(" ".join(_CONTROL.sub(" ", text).split()))[:LONGEST]


def _innermost(body: Any) -> Any:
    """The object that holds the message: inside a list, inside "error", or the body itself."""
    for _ in range(4):
        if isinstance(body, list) and body:
            body = body[0]
        elif isinstance(body, dict) and isinstance(body.get("error"), dict | list) and body["error"]:
            body = body["error"]
        elif isinstance(body, dict) and isinstance(body.get("detail"), dict | list) and body["detail"]:
            body = body["detail"]
        else:
            break
    return body


def _number(value: Any) -> int:
    try:
        number = int(str(value))
    except ValueError:
        return 0
    return number if 400 <= number < 600 else 0
