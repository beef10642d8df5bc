"""The HTTP client under the model client, which sees each try that is about to be repeated."""

from __future__ import annotations

from typing import Any

import openai

from examsim.models.retries import Retries

_REPEATED = (408, 409, 429)  # and 5xx: what the client library sends again
_NUMBER_OF_TRY = "x-stainless-retry-count"  # the client library's own header: 0 for the first try


class WatchedClient(openai.DefaultAsyncHttpxClient):
    """The library's default client; notes in `retries` why a request will be sent again, up to `most` times each."""

    def __init__(self, retries: Retries, *, most: int, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._retries = retries
        self._most = most
        self._patience = f"{timeout:g} s"

    async def send(self, request: Any, **how: Any) -> Any:
        """Send one try."""
        last = request.headers.get(_NUMBER_OF_TRY) == str(self._most)
        try:
            response = await super().send(request, **how)
        except Exception as error:  # raised again; told by name, as the library below changed from httpx to httpx2
            timed_out = "Timeout" in type(error).__name__
            self._note(f"time-out after {self._patience}" if timed_out else "connection lost", last)
            raise
        if response.status_code in _REPEATED or response.status_code >= 500:
            self._note(f"status {response.status_code}", last)
        return response

    def _note(self, why: str, last: bool) -> None:
        if not last:
            self._retries.note(why)
