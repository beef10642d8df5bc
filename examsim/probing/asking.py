"""Questions to a model, one after the other or together, through the cache: log-probabilities and texts.

What fails is counted and comes back as None, so that a test is made of the rest and says how much was lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from exams.errors import ExamsimError, ProviderError
from exams.prompts.message import Message, Part
from examsim.models.cached_client import CachedClient
from examsim.models.likelihoods.completion_scores import CompletionScores
from examsim.models.likelihoods.continuation import Continuation, TokenScores
from examsim.models.likelihoods.find_way import FoundWay, through
from examsim.models.request import CallFailed, ContextTooLong, Reply, Request, RequestMetadata
from examsim.models.room import ask_with_room
from examsim.models.set_apart import set_apart

T = TypeVar("T")
PROBE = RequestMetadata("", "", purpose="probe")


@dataclass(frozen=True)
class Prompt:
    """A text for the model, its limit in tokens, how warm, and which of several equal requests it is."""

    text: str
    max_tokens: int
    temperature: float = 0.0
    index: int = 0


@dataclass
class Asking:
    """A model that is probed. `way` None: it shows no log-probabilities; `endpoint` None: it writes no texts."""

    client: CachedClient
    way: FoundWay | None
    endpoint: Literal["chat", "completions"] | None
    failed: int = 0
    too_long: int = 0
    faults: list[str] = field(default_factory=list)

    async def scores(self, texts: Sequence[str], top: int = 1) -> list[TokenScores | None]:
        """Log-probabilities of each text's tokens; `top`: alternatives of each token to ask for."""
        assert self.way is not None
        way: Literal["echo", "prompt"] = "prompt" if self.way.way == "prompt" else "echo"
        scores = CompletionScores(self.client.model.name, through(self.client), way, min(top, self.way.top), PROBE)

        async def one(text: str) -> TokenScores:
            return (await scores([Continuation("", text)]))[0]

        return await self._all([one(t) for t in texts])

    async def texts(self, prompts: Sequence[Prompt]) -> list[str | None]:
        """What the model writes to each prompt, reasoning set apart."""

        async def one(prompt: Prompt) -> str:
            return (await self.reply(prompt)).text

        return await self._all([one(p) for p in prompts])

    async def reply(self, prompt: Prompt) -> Reply:
        """One reply. CallFailed, ContextTooLong, ProviderError, BudgetReached."""
        request = Request(
            self.client.model.name,
            (Message("user" if self.endpoint == "chat" else "prompt", (Part("text", prompt.text),)),),
            {"temperature": prompt.temperature, "max_tokens": prompt.max_tokens},
            sample_index=prompt.index,
            metadata=PROBE,
            endpoint=self.endpoint or "chat",
        )
        if self.endpoint == "chat":
            return (await ask_with_room(self.client, request))[-1][0]
        return set_apart((await self.client(request))[0])

    async def _all(self, work: Sequence[Awaitable[T]]) -> list[T | None]:
        async def kept(one: Awaitable[T]) -> T | None:
            try:
                return await one
            except ContextTooLong:
                self.too_long += 1
            except (CallFailed, ProviderError) as error:
                self.failed += 1
                self.faults.append(str(error))
            return None

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(kept(one)) for one in work]
        except* ExamsimError as errors:  # no money left: the first one stops the rest
            raise errors.exceptions[0] from None
        return [t.result() for t in tasks]
