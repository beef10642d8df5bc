"""Ask through the cache: what was paid for once is never paid for again, by whichever process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from examsim.models.budget import Budget
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.call_stats import CallStats
from examsim.models.prices import Price, estimated_tokens
from examsim.models.request import CallFailed, ContextTooLong, FinishReason, Model, Reply, Request
from examsim.models.retries import Retries
from examsim.models.server.state import ServerState
from examsim.models.setup.model_setup import NO_SETUP, ModelSetup
from examsim.models.setup.pace import Pace

POLL_SECONDS = 0.25  # between two looks whether another process has its answer
TOO_LONG: FinishReason = "too_long"  # how a prompt that does not fit stands in the cache
LEAST_PREDICTED = 512  # tokens: a request for so short a reply is the last resort and is always really sent


class CachedClient:
    """cache → limit on calls at once → model → cache. One client per model and run."""

    def __init__(
        self,
        model: Model,
        cache: AnswerCache | None,
        *,
        concurrency: int = 8,
        price: Price | None = None,
        budget: Budget | None = None,
        setup: ModelSetup | None = None,
        pace: Pace | None = None,
        before_first: Callable[[], None] | None = None,
    ) -> None:
        """`before_first` is called once, before the first request that the cache does not answer is sent."""
        self.model = model
        self.setup = setup or NO_SETUP
        self._pace = pace
        self._before_first = before_first
        self.price = price
        self.tally = CallStats()
        self.retries: Retries = getattr(model, "retries", Retries())
        self.state: ServerState = getattr(model, "state", None) or ServerState(model.name)
        self._cache = cache
        self._places = asyncio.Semaphore(concurrency)
        self._budget = budget or Budget(None)
        self.server: str = getattr(model, "server", model.name)
        if cache is not None:
            name = model.name
            self.state.learned = {**cache.facts(self.server, name), **self.state.learned}
            self.state.learned_anew = lambda facts: cache.keep_facts(self.server, name, facts)

    async def __call__(self, request: Request) -> tuple[Reply, bool]:
        """The reply, and whether it came from the cache. CallFailed, ContextTooLong, ProviderError, BudgetReached."""
        request = self.setup.applied(request)
        if (reply := self.kept(request)) is not None:
            return self._taken(reply), True
        if self._cache is None:
            return await self._asked(request), False
        while not self._cache.claim(request, self.server):
            await asyncio.sleep(POLL_SECONDS)
            if (reply := self.kept(request)) is not None:
                return self._taken(reply), True
        try:
            if (reply := self.kept(request)) is not None:  # it came between the look and the claim
                return self._taken(reply), True
            return await self._asked(request), False
        finally:
            self._cache.release(request, self.server)

    def kept(self, request: Request) -> Reply | None:
        """What the cache holds; it is not counted as used."""
        return self._cache.get(self.setup.applied(request), self.server) if self._cache is not None else None

    def cost_of(self, reply: Reply) -> float | None:
        """What a reply costs or cost, or None where no price is known."""
        return self.price.of(reply.prompt_tokens, reply.completion_tokens) if self.price else None

    def _taken(self, reply: Reply) -> Reply:
        if reply.finish == TOO_LONG:
            raise ContextTooLong(reply.text)
        self.tally.add(reply, self.cost_of(reply) or 0.0, cached=True)
        return reply

    async def _asked(self, request: Request) -> Reply:
        if (request.room or LEAST_PREDICTED) > LEAST_PREDICTED and self.state.too_long(request):
            raise ContextTooLong("longer than a prompt that did not fit")
        self._check_context(request)
        async with self._places:
            self.state.check()
            turn = await self._pace.turn(_estimated(request) + (request.room or 0)) if self._pace else None
            reserved = await self._budget.reserve(self._worst_case(request))
            if (tell := self._before_first) is not None:
                self._before_first = None
                tell()
            spent = 0.0
            try:
                reply = _counted(await self.model(request), request)
                spent = self.cost_of(reply) or 0.0
                if turn is not None:
                    turn.tokens = reply.prompt_tokens + reply.completion_tokens
                if self._cache is not None:
                    self._cache.put(request, reply, self.server)  # before anything is done with it
            except ContextTooLong as error:
                self.tally.failed += 1
                if self._cache is not None:
                    self._cache.put(request, Reply(str(error), finish=TOO_LONG), self.server)
                raise
            except CallFailed:
                self.tally.failed += 1
                raise
            finally:
                lost = getattr(self.model, "timed_out", {}).pop(request.key, 0)
                possible = self._worst_case(request, always=True) * lost
                self.tally.possible_cost += possible
                self._budget.settle(reserved, spent + possible)
        self.tally.add(reply, spent, cached=False)
        return reply

    def _check_context(self, request: Request) -> None:
        """ContextTooLong where the prompt, by its length, and the reply allowed are more than the context that the
        user's file gives the model: a server that cuts prompts in silence is not asked at all."""
        context = self.setup.context
        if context is not None and (tokens := _estimated(request) + (request.room or 0)) > context:
            raise ContextTooLong(f"about {tokens:,} tokens with the reply, and the model's context is {context:,}")

    def _worst_case(self, request: Request, *, always: bool = False) -> float:
        """Most this call can cost: its prompt (length / 3, a cautious estimate) and the longest reply allowed."""
        if self.price is None or (self._budget.limit is None and not always):
            return 0.0
        prompt = _estimated(request) * 4 / 3
        return self.price.of(prompt, float(request.room or 4096))


def _estimated(request: Request) -> int:
    """Tokens of the prompt, from its length."""
    return sum(estimated_tokens(m.text) for m in request.messages)


def _counted(reply: Reply, request: Request) -> Reply:
    """The reply with its tokens estimated from lengths where the server counted none."""
    if reply.usage_known:
        return reply
    prompt = reply.prompt_tokens or _estimated(request)
    completion = reply.completion_tokens or estimated_tokens(reply.text + reply.reasoning)
    return replace(reply, prompt_tokens=prompt, completion_tokens=completion)
