"""Log-probabilities of given texts from a completions server: `/v1/completions` sends the text back with them.

`echo` is the protocol's own way (vLLM, llama.cpp's Python server, text-generation servers with an echo); vLLM also
takes `prompt_logprobs`. One token is generated and thrown away: several servers take 0 for "without end".
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from exams.prompts.message import Message, Part
from examsim.models.likelihoods.continuation import Continuation, TokenScores, continuation_of
from examsim.models.request import CallFailed, Reply, Request, RequestMetadata

Ask = Callable[[Request], Awaitable[Reply]]
TextWay = Literal["echo", "prompt"]
NOBODY = RequestMetadata("", "", purpose="likelihood")


@dataclass(frozen=True)
class CompletionScores:
    """`Scores` of one model: each text is one request. `ask` sends it, through the cache and the budget.

    `top`: how many alternatives of each token to ask for; servers allow 5 to 20, and 0 asks for none.
    """

    model: str
    ask: Ask
    way: TextWay = "echo"
    top: int = 0
    metadata: RequestMetadata = field(default=NOBODY)

    async def __call__(self, requests: Sequence[Continuation]) -> list[TokenScores]:
        """One after the other: what they share at the head, a server keeps."""
        return [await self._one(r) for r in requests]

    async def _one(self, wanted: Continuation) -> TokenScores:
        split = continuation_of(wanted.prefix, wanted.text)
        reply = await self.ask(self.request_of(split))
        if reply.scores is None:
            raise CallFailed("the reply holds no log-probabilities")
        return reply.scores

    def request_of(self, split: Continuation) -> Request:
        """What is sent for one text, white space at the head of the scored part."""
        return text_request(self.model, split, parameters(self.way, self.top), self.metadata)


def text_request(
    model: str, split: Continuation, params: dict[str, Any], metadata: RequestMetadata, *, generates: bool = False
) -> Request:
    """A running text for the completions endpoint; `generates`: the token after it is wanted, not the text's own."""
    parts = tuple(p for p in (Part("shared", split.prefix), Part("text", split.text)) if p.text)
    return Request(
        model,
        (Message("prompt", parts),),
        params,
        metadata=metadata,
        endpoint="completions",
        split=None if generates else len(split.prefix),
    )


def parameters(way: Literal["echo", "prompt", "next-token"], top: int) -> dict[str, Any]:
    """The parameters that ask for log-probabilities in one of the ways of the completions endpoint."""
    params: dict[str, Any] = {"max_tokens": 1, "temperature": 0.0}
    if way == "prompt":
        return params | {"prompt_logprobs": top}
    return params | {"logprobs": max(1, top)} | ({"echo": True} if way == "echo" else {})
