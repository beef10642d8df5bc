"""What a probe would take: the same requests put to a model that only counts them. Nothing is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from contamination.probe_types import TESTS, ProbeTest
from exams.errors import InputError
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.cached_client import CachedClient
from examsim.models.likelihoods.continuation import TokenScores
from examsim.models.likelihoods.find_way import FoundWay
from examsim.models.prices import estimated_tokens
from examsim.models.request import Reply, Request
from examsim.models.resources import price_for
from examsim.models.server.credentials import server_url
from examsim.models.server.state import ServerState
from examsim.models.setup.model_setup import NO_SETUP
from examsim.probing.ask_probes import ASKED
from examsim.probing.asking import Asking
from examsim.probing.possible import OF_RUNS, lacking, settle
from examsim.probing.probe_job import ProbeJob
from examsim.probing.subject import Subject, find_subject
from examsim.running.dry_run import looked_at

REPLY = "word " * 30  # as a stand-in: long enough to be measured


@dataclass(frozen=True)
class CallCount:
    """Calls still to be made by test, tokens by estimate, dollars (None: no price known), replies the cache holds."""

    calls: dict[ProbeTest, int]
    prompt_tokens: int
    completion_tokens: int
    cached: int
    cost: float | None
    price_source: str
    not_run: tuple[str, ...]


@dataclass
class CallCounter:
    """A model that is never asked. Half of a reply's limit is taken to be written."""

    name: str
    server: str
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    state: ServerState = field(init=False)

    def __post_init__(self) -> None:
        self.state = ServerState(self.server)

    async def __call__(self, request: Request) -> Reply:
        """Count a request, and stand in for its reply."""
        self.calls += 1
        self.prompt_tokens += sum(estimated_tokens(m.text) for m in request.messages)
        self.completion_tokens += max(1, (request.room or 0) // 2)
        if request.split is None:
            return Reply(REPLY, usage_known=False)
        tokens = tuple(REPLY.split())
        shown = tuple({t: -1.0} for t in tokens)
        scores = TokenScores(tokens, (-1.0,) * len(tokens), tuple(range(len(tokens))), shown)
        return Reply("", usage_known=False, scores=scores)


def count_calls(job: ProbeJob) -> CallCount:
    """What would be asked and is not in the cache. The server is taken to offer everything.

    InputError as for the tests themselves; a cache that is not there yet is not made.
    """
    subject = find_subject(job)
    made, not_run = settle(job.tests, {t: lacking(t, job, subject) for t in TESTS})
    if not subject.model and any(t not in OF_RUNS for t in made):
        raise InputError("no model is named", hint="--model NAME")
    held = looked_at(job.cache_file) if job.cache_file.is_file() else None
    try:
        return asyncio.run(_count(job, subject, made, tuple(not_run), held))
    finally:
        if held is not None:
            held.close()


async def _count(
    job: ProbeJob, subject: Subject, made: Sequence[ProbeTest], not_run: tuple[str, ...], held: AnswerCache | None
) -> CallCount:
    model, base_url, setup = subject.model or "", subject.base_url, NO_SETUP
    if (named := job.named(model, False)) is not None:
        model, base_url, setup = named.spec, named.base_url or base_url, named.setup
    counter = CallCounter(model, server_url(base_url))
    client = CachedClient(counter, held, concurrency=job.concurrency, setup=setup)
    endpoint = "chat" if job.endpoint == "auto" else job.endpoint
    way = FoundWay("echo" if job.likelihoods == "auto" else job.likelihoods, 20)
    asking = Asking(client, way, endpoint)
    calls: dict[ProbeTest, int] = {}
    for test in made:
        before = counter.calls
        if test in ASKED:
            await ASKED[test](asking, subject, job, ())
            calls[test] = counter.calls - before
    price = price_for(model, base_url, setup, job.price)
    return CallCount(
        calls=calls,
        prompt_tokens=counter.prompt_tokens,
        completion_tokens=counter.completion_tokens,
        cached=client.tally.cached,
        cost=price.of(counter.prompt_tokens, counter.completion_tokens) if price else None,
        price_source=price.source if price else "",
        not_run=not_run,
    )
