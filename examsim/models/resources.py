"""What a run may use (cache, calls at once, money, patience), and a client opened with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from examsim.models.answer_cache import AnswerCache
from examsim.models.cached_client import Budget, CachedClient
from examsim.models.open_model import needs_prompt, open_model
from examsim.models.prices import price_of
from examsim.models.request import Model
from scoring.judge.judge import Judge


@dataclass(frozen=True)
class RunResources:
    """What a run may use: the cache file, calls at once, money, patience."""

    cache: Path
    concurrency: int = 8
    price: str | None = None
    budget: Budget = field(default_factory=lambda: Budget(None))
    timeout: float = 600
    model: Model | None = None  # instead of the one the plan names: for tests
    grader: Model | None = None
    judge: Judge | None = None  # for programs; a plan that asks for them cannot do without


@asynccontextmanager
async def opened_client(
    spec: str, base_url: str | None, resources: RunResources, cache: AnswerCache | None, seed: int, given: Model | None
) -> AsyncIterator[CachedClient]:
    """Whoever answers for `spec`, through the cache; its connections are closed at the end."""
    model = given or open_model(spec, base_url=base_url, seed=seed, timeout=resources.timeout)
    used = cache if needs_prompt(spec) else None
    price = price_of(spec, resources.price) if base_url is None or resources.price else None
    try:
        yield CachedClient(model, used, concurrency=resources.concurrency, price=price, budget=resources.budget)
    finally:
        close: Callable[[], Awaitable[None]] | None = getattr(model, "close", None)
        if close is not None:
            await close()
