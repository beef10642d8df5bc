"""What a run may use (cache, calls at once, money, patience), and a client opened with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from examsim.models.budget import Budget
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.cached_client import CachedClient
from examsim.models.open_model import needs_prompt, open_model
from examsim.models.prices import price_of
from examsim.models.request import Model
from examsim.models.server.clock import Clock
from examsim.models.server.credentials import own_server, server_url
from examsim.models.server.state import ServerState
from examsim.models.setup.model_setup import ModelSetup
from scoring.judge.judge import Judge


@dataclass(frozen=True)
class RunResources:
    """What a run may use: the cache file, calls at once, money, patience."""

    cache: Path
    concurrency: int = 8
    price: str | None = None
    budget: Budget = field(default_factory=lambda: Budget(None))
    timeout: float = 300
    model: Model | None = None  # instead of the one the plan names: for tests
    grader: Model | None = None
    judge: Judge | None = None  # for programs; a plan that asks for them cannot do without
    key_variable: str | None = None  # environment variable with the key of the candidate's server
    grader_key_variable: str | None = None
    refresh: bool = False  # ask again what the cache holds
    clock: Clock = field(default_factory=Clock)
    states: dict[tuple[str, str], ServerState] = field(default_factory=dict)  # (server, model) → what is known of it

    def state_of(self, server: str, model: str) -> ServerState:
        """What this command knows of a model on a server, whichever exam it was learnt in."""
        return self.states.setdefault((server, model), ServerState(server, self.clock))


@asynccontextmanager
async def opened_client(
    spec: str,
    base_url: str | None,
    resources: RunResources,
    cache: AnswerCache | None,
    seed: int,
    given: Model | None,
    *,
    grades: bool = False,
    setup: ModelSetup | None = None,
) -> AsyncIterator[CachedClient]:
    """Whoever answers for `spec`, through the cache; its connections are closed at the end."""
    setup = setup or ModelSetup()
    if setup.key_variable is None:
        setup = replace(setup, key_variable=resources.grader_key_variable if grades else resources.key_variable)
    model = given or open_model(
        spec,
        base_url=base_url,
        seed=seed,
        timeout=resources.timeout,
        setup=setup,
        state=resources.state_of(server_url(base_url), spec) if needs_prompt(spec) else None,
    )
    used = cache if needs_prompt(spec) else None
    price = price_of(spec, resources.price) if resources.price or not own_server(base_url) else None
    try:
        yield CachedClient(
            model, used, concurrency=resources.concurrency, price=price, budget=resources.budget, setup=setup
        )
    finally:
        close: Callable[[], Awaitable[None]] | None = getattr(model, "close", None)
        if close is not None:
            await close()
