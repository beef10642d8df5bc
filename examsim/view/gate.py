"""Who may ask: only the person who started the server, from this machine, in a page that the server itself gave out.

A browser runs scripts of strangers, and they can send requests to loopback. So each request must name a loopback host
(a name of the stranger's that points here is refused), carry the token in its path (kept in a file that only its owner
can read), and come from no other origin. What changes anything must also say that it is JSON, which a stranger's form
can't. Refusals say nothing about what is here.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d{1,5})?", re.ASCII)
_HEADERS = (
    (b"content-security-policy", b"frame-ancestors 'none'"),  # each page has its own policy besides
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


class Gate:
    """Lets requests with the right host, token and origin through to `app`, the token taken off their path."""

    def __init__(self, app: App, token: str) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Anything but HTTP (a web socket) is closed."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
            await send(message)

        status = self._refused(scope)
        if status:
            body = {400: b"not for this host\n", 403: b"not from there\n", 404: b"nothing here\n"}[status]
            head = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
            await guarded({"type": "http.response.start", "status": status, "headers": head})
            await guarded({"type": "http.response.body", "body": body})
            return
        inner = "/" + scope["path"].split("/", 2)[2]
        await self._app({**scope, "path": inner, "raw_path": inner.encode()}, receive, guarded)

    def _refused(self, scope: Scope) -> int:
        """The status of a refusal; 0 for none."""
        hosts, origins = _all(scope, b"host"), _all(scope, b"origin")
        if len(hosts) != 1 or not _LOOPBACK.fullmatch(hosts[0]):
            return 400
        reads = scope["method"] in ("GET", "HEAD")
        own = f"{scope.get('scheme', 'http')}://{hosts[0]}"
        if any(o != own for o in origins) or (not reads and not origins):
            return 403
        allowed = ("same-origin", "none") if reads else ("same-origin",)
        if any(site not in allowed for site in _all(scope, b"sec-fetch-site")):
            return 403
        kinds = [k.partition(";")[0].strip().lower() for k in _all(scope, b"content-type")]
        if not reads and kinds != ["application/json"]:
            return 403
        parts = scope["path"].split("/", 2)
        given = parts[1] if len(parts) == 3 and not parts[0] else ""
        return 0 if hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode()) else 404


def _all(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]
