"""OpenAI's own client as it is used here: one request at a time, the answer as it came, nothing sent but what we say.

The SDK's retries and its reading of replies are left out: what an answer means is judged in `outcome.py`, which sees an
error in a 200 and a reply in a list too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2
import openai

if TYPE_CHECKING:
    from examsim.models.server.credentials import Access

LONGEST_BODY = 64 * 2**20  # bytes
CONNECT_SECONDS = 20.0
UNSAID = ("Authorization", "OpenAI-Organization", "OpenAI-Project")


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


def sdk_client(access: Access, timeout: float) -> openai.AsyncOpenAI:
    """A client for one server, without retries of its own."""
    limits = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
    patience = httpx2.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS), pool=None)
    return openai.AsyncOpenAI(
        api_key="none",  # the SDK wants one; what opens the server is said with each request
        base_url=access.server,
        max_retries=0,
        timeout=patience,
        http_client=httpx2.AsyncClient(transport=BoundedTransport(limits=limits), timeout=patience),
    )


async def posted(client: openai.AsyncOpenAI, access: Access, body: bytes) -> httpx2.Response:
    """What the server answered, whatever its status. httpx2's own errors where it did not.

    The headers are those of `access`: no key, organisation or project that the SDK finds in the environment.
    """
    headers: dict[str, str | openai.Omit] = {name: openai.Omit() for name in UNSAID}
    headers |= {"Content-Type": "application/json", **access.headers}
    try:
        return await client.post(
            access.completions, cast_to=httpx2.Response, content=body, options={"headers": headers}
        )
    except openai.APIStatusError as error:
        return error.response
    except openai.APIConnectionError as error:
        raise error.__cause__ or error from None
