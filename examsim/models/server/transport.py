"""Requests over the wire: one at a time, the answer as it came, nothing sent but what we say.

httpx2 is the HTTP client that OpenAI's SDK stands on. The SDK's own share of a call (typing of parameters, options,
reading of replies: two thirds of its time) is left out: what an answer means is judged in `outcome.py`, which sees an
error in a 200 and a reply in a list too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from examsim.models.server.credentials import Access

LONGEST_BODY = 64 * 2**20  # bytes
CONNECT_SECONDS = 20.0


class BoundedTransport(httpx2.AsyncHTTPTransport):
    """Reads a body as far as a reply can be long, unpacked: a server can't fill the memory."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The whole response. ValueError for a body without end."""
        came = await super().handle_async_request(request)
        came.request = request
        pieces, size = [], 0
        try:
            async for piece in came.aiter_bytes():
                pieces.append(piece)
                size += len(piece)
                if size > LONGEST_BODY:
                    raise ValueError("a body without end")
        finally:
            await came.aclose()
        headers = httpx2.Headers(came.headers)
        for name in ("Content-Encoding", "Content-Length", "Transfer-Encoding"):
            headers.pop(name, None)
        return httpx2.Response(came.status_code, headers=headers, content=b"".join(pieces), request=request)


def http_client(timeout: float) -> httpx2.AsyncClient:
    """A client for one server: no retries and no redirections of its own, nothing from a .netrc file."""
    limits = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
    patience = httpx2.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS), pool=None)
    return httpx2.AsyncClient(transport=BoundedTransport(limits=limits), timeout=patience, trust_env=False)


async def posted(client: httpx2.AsyncClient, url: str, access: Access, body: bytes) -> httpx2.Response:
    """What the server answered at `url`, whatever its status. httpx2's own errors where it did not."""
    headers = {"Content-Type": "application/json", "Accept": "application/json", **access.headers}
    return await client.post(url, content=body, headers=headers, follow_redirects=False)
