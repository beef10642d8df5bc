"""Ask through the cache: what was paid for once is never paid for again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from exams.errors import BudgetReached
from examsim.models.answer_cache import AnswerCache
from examsim.models.prices import Price, estimated_tokens
from examsim.models.request import CallFailed, ContextTooLong, Model, Reply, Request
from examsim.models.retries import Retries


@dataclass
class CallStats:
    """What the calls so far came to."""

    calls: int = 0
    cached: int = 0
    failed: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0
    other_server: int = 0
    dropped: set[str] = field(default_factory=set)


class CachedClient:
    """cache → limit on calls at once → model → cache. One asker per model and run."""

    def __init__(
        self,
        model: Model,
        cache: AnswerCache | None,
        *,
        concurrency: int = 8,
        price: Price | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.model = model
        self.price = price
        self.tally = CallStats()
        self.retries: Retries = getattr(model, "retries", Retries())
        self._cache = cache
        self._places = asyncio.Semaphore(concurrency)
        self._budget = budget or Budget(None)
        self._server: str = getattr(model, "server", model.name)

    async def __call__(self, request: Request) -> tuple[Reply, bool]:
        """The reply, and whether it came from the cache."""
        tally = self.tally
        if self._cache is not None and (found := self._cache.get(request, self._server)):
            reply, same_server = found
            tally.cached += 1
            tally.other_server += not same_server
            tally.dropped.update(reply.dropped)
            return reply, True
        async with self._places:
            reserved = self._budget.reserve(self._worst_case(request))
            spent = 0.0
            try:
                reply = await self.model(request)
                if self.price:
                    spent = self.price.of(reply.prompt_tokens, reply.completion_tokens)
            except (CallFailed, ContextTooLong):
                tally.failed += 1
                raise
            finally:
                self._budget.settle(reserved, spent)
        if self._cache is not None:
            self._cache.put(request, reply, self._server)
        tally.calls += 1
        tally.prompt_tokens += reply.prompt_tokens
        tally.completion_tokens += reply.completion_tokens
        tally.cost += spent
        tally.dropped.update(reply.dropped)
        return reply, False

    def cost_of(self, reply: Reply) -> float | None:
        """What a reply costs or cost, or None where no price is known."""
        return self.price.of(reply.prompt_tokens, reply.completion_tokens) if self.price else None

    def _worst_case(self, request: Request) -> float:
        """Most this call can cost: its prompt (length / 3, a cautious estimate) and the longest reply allowed."""
        if self.price is None or self._budget.limit is None:
            return 0.0
        prompt = sum(estimated_tokens(m.text) for m in request.messages) * 4 / 3
        allowed: Any = request.params.get("max_tokens", 4096)
        return self.price.of(prompt, float(allowed))


class Budget:
    """--max-cost, over all models and calls of one command. Reserves the worst case so that it is never passed."""

    def __init__(self, limit: float | None) -> None:
        self.limit = limit
        self.spent = 0.0
        self._reserved = 0.0

    def reserve(self, amount: float) -> float:
        """Set an amount aside, or raise BudgetReached."""
        if self.limit is not None and self.spent + self._reserved + amount > self.limit:
            raise BudgetReached(
                f"the next call could pass --max-cost {self.limit:g} (spent {self.spent:.2f} US dollars)"
                " -- answers so far are kept; raise the limit and rerun the same command to go on"
            )
        self._reserved += amount
        return amount

    def settle(self, reserved: float, spent: float) -> None:
        """Give back what was set aside and note what was spent."""
        self._reserved -= reserved
        self.spent += spent
