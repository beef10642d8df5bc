"""What a run may use (cache, calls at once, money, patience), and a client opened with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from examsim.models.budget import Budget
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.cached_client import CachedClient
from examsim.models.open_model import INSPECT, needs_prompt, open_model, server_of
from examsim.models.prices import Price, price_of
from examsim.models.request import Model
from examsim.models.server.clock import Clock
from examsim.models.server.credentials import own_server
from examsim.models.server.outside import host_outside
from examsim.models.server.state import ServerState
from examsim.models.setup.model_setup import NO_SETUP, ModelSetup, NamedModel
from examsim.models.setup.pace import Pace
from examsim.screen import say
from scoring.judge.judge import Judge

BATCH = 1000  # requests under way where a provider's batch mode gathers them


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
    leaving: str = ""  # what a first call takes away from this machine: '31 questions of my-form'; '' = nothing private
    clock: Clock = field(default_factory=Clock)
    named: Callable[[str, bool], NamedModel | None] = lambda _name, _grades: None  # what a file says of a name
    paces: dict[tuple[str, str], Pace] = field(default_factory=dict)
    states: dict[tuple[str, str], ServerState] = field(default_factory=dict)  # (server, model) → what is known of it

    def workers(self, setup: ModelSetup) -> int:
        """Calls at once to one model."""
        if setup.params.get("batch") and setup.limits.concurrency is None:
            return max(self.concurrency, BATCH)  # a batch is made of what waits to be sent
        return setup.limits.concurrency or self.concurrency

    def pace_of(self, server: str, model: str, setup: ModelSetup) -> Pace | None:
        """Keeps to a model's limits by the minute, over all exams of the command; None without such limits."""
        calls, tokens = setup.limits.per_minute, setup.limits.tokens_per_minute
        if calls is None and tokens is None:
            return None
        return self.paces.setdefault((server, model), Pace(calls, tokens, self.clock))

    def state_of(self, server: str, model: str) -> ServerState:
        """What this command knows of a model on a server, whichever exam it was learnt in."""
        return self.states.setdefault((server, model), ServerState(server, self.clock))


def price_for(spec: str, base_url: str | None, setup: ModelSetup, given: str | None) -> Price | None:
    """What a model costs: by its own entry, or `given` for all, or the table for OpenAI's own; None if unknown."""
    own = setup.price or given
    listed = not own_server(base_url) and not spec.startswith(INSPECT)
    price = price_of(spec, own) if own or listed else None
    return replace(price, source="examsim.toml") if price and setup.price else price


def _notice(leaving: str, server: str) -> Callable[[], None] | None:
    """Tells, before anything is sent, what goes to which host; None where nothing private leaves this machine."""
    if not leaving or not server or not (host := host_outside(server)):
        return None
    return lambda: say(f"{leaving} will leave this machine to {host}", err=True)


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
    if setup is None and (named := resources.named(spec, grades)) is not None:
        spec, base_url, setup = named.spec, named.base_url or base_url, named.setup
    setup = setup or NO_SETUP
    if setup.key_variable is None:
        setup = replace(setup, key_variable=resources.grader_key_variable if grades else resources.key_variable)
    model = given or open_model(
        spec,
        base_url=base_url,
        seed=seed,
        timeout=resources.timeout,
        setup=setup,
        state=resources.state_of(server_of(spec, base_url), spec) if needs_prompt(spec) else None,
    )
    used = cache if needs_prompt(spec) else None
    price = price_for(spec, base_url, setup, resources.price)
    try:
        yield CachedClient(
            model,
            used,
            concurrency=resources.workers(setup),
            price=price,
            budget=resources.budget,
            setup=setup,
            pace=resources.pace_of(server_of(spec, base_url), spec, setup),
            before_first=_notice(resources.leaving, server_of(spec, base_url) if needs_prompt(spec) else ""),
        )
    finally:
        close: Callable[[], Awaitable[None]] | None = getattr(model, "close", None)
        if close is not None:
            await close()
