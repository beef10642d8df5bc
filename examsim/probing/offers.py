"""What a server offers to a probe, found with two small requests before the first real one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exams.errors import ProviderError
from examsim.models.cached_client import CachedClient
from examsim.models.likelihoods.find_way import FoundWay, find_way
from examsim.models.request import CallFailed
from examsim.probing.asking import Asking, Prompt
from examsim.probing.probe_job import ProbeJob

TRIED = "Reply with the word yes."


@dataclass(frozen=True)
class Offers:
    """`way`, `endpoint`: None where the server has none; the fault says why."""

    way: FoundWay | None = None
    no_way: str = ""
    endpoint: Literal["chat", "completions"] | None = None
    no_endpoint: str = ""


async def find_offers(client: CachedClient, job: ProbeJob, *, scores: bool, texts: bool) -> Offers:
    """Ask for what the tests need: log-probabilities of texts, and texts from either endpoint."""
    way, no_way, endpoint, no_endpoint = None, "", None, ""
    if scores:
        try:
            way = await find_way(client, job.likelihoods, texts=True)
        except (ProviderError, CallFailed) as fault:
            no_way = str(fault)
    if texts:
        names: tuple[Literal["chat", "completions"], ...] = ("chat", "completions")
        for name in names if job.endpoint == "auto" else (job.endpoint,):
            try:
                await Asking(client, None, name).reply(Prompt(TRIED, 16))
            except (ProviderError, CallFailed) as fault:
                no_endpoint = no_endpoint or str(fault)
                continue
            endpoint = name
            break
    return Offers(way, no_way, endpoint, "" if endpoint else no_endpoint)
