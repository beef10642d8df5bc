"""Any server that speaks the chat-completions protocol: OpenAI, vLLM, Ollama, llama.cpp, gateways."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from exams.errors import ProviderError
from examsim.models.request import CallFailed, ContextTooLong, Reply, Request, RequestRefused, ServerStopped
from examsim.models.retries import Retries
from examsim.models.server.clock import Clock
from examsim.models.server.credentials import Access, access
from examsim.models.server.gate import Gate
from examsim.models.server.outcome import Again, Failed, Outcome, Stop, TooLong, outcome_of
from examsim.models.server.refused_parameter import Refused
from examsim.models.server.secrets import mask
from examsim.models.server.state import ServerState
from examsim.models.server.words import NO_SYSTEM
from examsim.models.setup.model_setup import ModelSetup

if TYPE_CHECKING:
    import httpx2

RETRIES = 8  # of a request that fails for no reason of its own: 0.5, 1, 2, 4, 5 s … between them
TIME_OUTS = 1  # a request that timed out is sent once more: each may have been paid for
PATIENCE = 1200.0  # seconds of waiting for one request while the server says that it is busy
LONGEST_PAUSE = 30.0
MOST_REFUSED = 12  # parameters and forms that one request may lose
DENIED_AT_FIRST = 3  # answers 403 before anything else: one may be about its request, three are about us


@dataclass
class _Tries:
    """One request's tries so far."""

    failed: int = 0
    timed_out: int = 0
    refused: int = 0
    waited: float = 0.0


class OpenAIModel:
    """One model on one server. What it learns of the server is in `state`, which several clients may share."""

    def __init__(
        self,
        name: str,
        *,
        base_url: str | None = None,
        timeout: float = 300,
        retries: int = RETRIES,
        setup: ModelSetup | None = None,
        state: ServerState | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.name = name
        self._setup = setup or ModelSetup()
        self._access: Access = access(base_url, self._setup.key_variable, self._setup.headers, self._setup.key)
        self.server = self._access.server
        self.state = state or ServerState(self.server, clock or Clock())
        self.retries = Retries()
        self.most_retries = retries
        self.timed_out: Counter[str] = Counter()  # by key of the request: each may have been answered, and charged for
        self._timeout = timeout
        self._gate = Gate(self.state)
        self._opened: httpx2.AsyncClient | None = None

    @property
    def dropped(self) -> dict[str, str]:
        """Parameters that the server refuses, and what became of them."""
        return self.state.dropped

    @property
    def _client(self) -> httpx2.AsyncClient:
        """Made with the first request: what the cache answers needs no client, nor its certificates."""
        if self._opened is None:
            from examsim.models.server.transport import http_client

            self._opened = http_client(self._timeout)
        return self._opened

    async def close(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            await self._opened.aclose()

    async def __call__(self, request: Request) -> Reply:
        """One completion. Dropped parameters are named in the reply."""
        tries = _Tries()
        while True:
            async with self._gate.turn(lambda: self._applied(request)) as params:
                outcome = await self._try(request, params)
            if isinstance(outcome, Reply):
                return outcome
            self.timed_out[request.key] += isinstance(outcome, Again) and outcome.why.startswith("time-out")
            delay = self._next(outcome, request, tries)
            if isinstance(outcome, Refused) and outcome.reply is not None:
                return outcome.reply
            if delay:
                tries.waited += delay
                await self.state.clock.sleep(delay)

    def _applied(self, request: Request) -> dict[str, Any]:
        """The parameters as the server takes them; a likelihood without one of its parameters would be another."""
        return self.state.applied(request.params) if request.endpoint == "chat" else dict(request.params)

    async def _try(self, request: Request, params: Mapping[str, Any]) -> Outcome:
        """Send once. What the server's answer says of the server is noted before the turn ends."""
        state = self.state
        started = state.clock.now()
        state.in_flight += 1
        try:
            outcome = await self._sent(request, params)
        finally:
            state.in_flight -= 1
        if isinstance(outcome, Again):
            if outcome.busy:
                self._make_pause(outcome)
            else:
                state.note_bad(outcome.why, started, request)
            return outcome
        state.note_alive()
        if isinstance(outcome, Stop):
            state.stopped = f"{self.server}: {outcome.words}"
        elif isinstance(outcome, Refused):
            if request.endpoint == "chat":
                state.refuse(outcome)
        elif isinstance(outcome, Reply | TooLong):
            if isinstance(outcome, Reply):
                state.note_answered()
            self._gate.opened(frozenset(params))
        return outcome

    async def _sent(self, request: Request, params: Mapping[str, Any]) -> Outcome:
        import httpx2

        from examsim.models.server.transport import posted

        url = self._access.completions if request.endpoint == "chat" else self._access.running_texts
        body = orjson.dumps({**request.sent, **params})
        dropped = tuple(n for n in request.params if n in self.state.learned.get("refused", {}))
        try:
            async with asyncio.timeout(self._timeout):
                response = await posted(self._client, url, self._access, body)
            scored = (request.text, request.split) if request.wants_scores else None
            return outcome_of(response.status_code, response.headers, response.content, params, dropped, scored)
        except (TimeoutError, httpx2.TimeoutException) as error:
            if isinstance(error, httpx2.ConnectTimeout):
                return Again("no connection within 20 s")
            return Again(f"time-out after {self._timeout:g} s")
        except httpx2.InvalidURL:
            raise ProviderError(f"{self.server} is no address of a server -- correct --base-url") from None
        except httpx2.TransportError as error:
            said = "connection refused" if isinstance(error, httpx2.ConnectError) else "connection lost"
            return Again(said)
        except (httpx2.HTTPError, ValueError, RecursionError) as error:  # a body that cannot even be unpacked
            return Again(f"a response that cannot be read ({type(error).__name__})")

    def _next(self, outcome: Outcome, request: Request, tries: _Tries) -> float:
        """Seconds until the request is sent again; raises where it is not."""
        if isinstance(outcome, Refused) and request.endpoint == "completions":
            raise RequestRefused(f"the server refuses {outcome.name}")
        if isinstance(outcome, Refused):
            tries.refused += 1
            if tries.refused > MOST_REFUSED:
                raise CallFailed(f"the server refuses {outcome.name} in every form")
            return 0.0
        if isinstance(outcome, TooLong):
            self.state.note_too_long(request)
            raise ContextTooLong(outcome.words)
        if isinstance(outcome, Stop):
            raise ServerStopped(self.state.stopped)
        if isinstance(outcome, Failed):
            return self._after_failure(outcome, system=any(m.role == "system" for m in request.messages))
        assert isinstance(outcome, Again)
        return self._after_fault(outcome, tries)

    def _after_failure(self, outcome: Failed, *, system: bool) -> float:
        if not outcome.denied:
            self._blame_parameter(outcome.words)
            if system and not self.state.answered and NO_SYSTEM.search(outcome.words.lower()):
                raise ProviderError(
                    f"{self.server} takes no system message: {outcome.words} -- leave --system out, or put its words"
                    " into a template of your own (--template)"
                )
            raise RequestRefused(outcome.words)
        if self.state.answered or (outcome.denied == 403 and self.state.let_in):
            self.state.note_denied(outcome.words)
            raise RequestRefused(outcome.words)
        self.state.denied += 1
        if outcome.denied == 403 and self.state.denied < DENIED_AT_FIRST:
            return 0.5
        raise ProviderError(
            f"{self.server} refused: {outcome.words} -- check the key (--api-key-env), the address and the model's name"
        )

    def _blame_parameter(self, words: str) -> None:
        """ProviderError where a server that has answered nothing yet names a parameter that the user gave: every other
        request would fail as well, and to leave it out would measure something else than was asked for."""
        named = next((n for n in self._setup.params if re.search(rf"\b{re.escape(n)}\b", words)), None)
        if named is not None and not self.state.answered:
            raise ProviderError(f"{self.server} refuses {named}: {words} -- leave --param {named} out, or change it")

    def _after_fault(self, outcome: Again, tries: _Tries) -> float:
        """The wait before the next try of a request that failed for no reason of its own."""
        self.state.check(asked=True)
        timed_out = outcome.why.startswith("time-out")
        tries.timed_out += timed_out
        tries.failed += not outcome.busy
        spent = tries.failed > self.most_retries or tries.timed_out > min(TIME_OUTS, self.most_retries)
        if outcome.busy:
            spent = tries.waited > PATIENCE or not self.most_retries
        if spent:
            if outcome.busy:
                raise CallFailed(f"still limited after {tries.waited:.0f} s of waiting ({outcome.why})")
            number = tries.timed_out if timed_out else tries.failed
            times = f", {number} times over" if number > 1 else ""
            hint = " -- give it longer with --timeout, or less with --concurrency" if timed_out else ""
            raise CallFailed(mask(f"no answer from {self.server}: {outcome.why}{times}{hint}"))
        self.retries.note(outcome.why)
        if outcome.busy:
            left = max(0.0, self.state.paused_until - self.state.clock.now())
            tries.waited += left
            return 0.0  # the gate waits for all
        pause = min(5.0, 0.5 * 2 ** (tries.failed - 1)) * random.uniform(0.8, 1.2)
        return pause if outcome.after is None else min(60.0, outcome.after)

    def _make_pause(self, outcome: Again) -> None:
        """Everybody waits: as long as the server says, else longer each time."""
        state = self.state
        state.note_alive()
        now = state.clock.now()
        if outcome.after is not None:
            state.paused_until = max(state.paused_until, now + outcome.after + 0.05 * random.random())
        elif now >= state.paused_until:  # what was under way together is refused together: that counts once
            state.busy += 1
            state.paused_until = now + min(LONGEST_PAUSE, 2.0 ** (state.busy - 1))
        self._gate.closed()
