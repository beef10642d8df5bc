"""Which ways of asking for likelihoods a server offers. Found once, before the first question; one number, one way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from exams.errors import InputError, ProviderError
from exams.prompts.message import Message, Part
from examsim.models.cached_client import CachedClient
from examsim.models.likelihoods.check_places import is_shifted
from examsim.models.likelihoods.completion_scores import NOBODY, CompletionScores, TextWay, parameters, text_request
from examsim.models.likelihoods.continuation import Continuation
from examsim.models.request import Reply, Request, RequestRefused
from scoring.types import LikelihoodWay

WaySetting = Literal["auto", "echo", "prompt", "next-token", "first-token", "draws"]
OF_TEXTS: tuple[LikelihoodWay, ...] = ("echo", "prompt")
OF_LETTERS: tuple[LikelihoodWay, ...] = (*OF_TEXTS, "next-token", "first-token", "draws")
MOST_SHOWN = (20, 5, 1)  # alternatives of a token: what is asked for first, and what a server that allows fewer takes
TRIED_WITH = Continuation("The capital of France is", " Paris")
FACT = "likelihoods"  # under which what was found is kept for later runs
SHIFTED = (
    "the server gives each token of a text the probabilities of the place after it, so they are not the text's own "
    "(llama-cpp-python does so for models without a start token)"
)


@dataclass(frozen=True)
class FoundWay:
    """A way, and of how many alternatives it shows the probability."""

    way: LikelihoodWay
    top: int = 0


async def find_way(client: CachedClient, setting: WaySetting, *, texts: bool) -> FoundWay:
    """The first way that works, or the one that was named. `texts`: whole texts are to be scored, not letters.

    InputError for a named way that cannot score texts; ProviderError where the server offers none, with its words. A
    server that fails (time-outs, status 500) is no server without likelihoods: CallFailed as for any request.
    """
    allowed = OF_TEXTS if texts else OF_LETTERS
    if setting != "auto" and setting not in allowed:
        raise InputError(
            f"--likelihoods {setting} gives no probabilities of whole texts",
            hint="--route likelihood needs echo or prompt; --route letter takes any",
        )
    wanted: Sequence[LikelihoodWay] = allowed if setting == "auto" else (setting,)
    if (known := known_way(client, wanted)) is not None:
        return known
    said = []
    for way in wanted:
        if way == "draws":
            return FoundWay("draws")
        try:
            found = await _tried(client, way)
        except (RequestRefused, ProviderError) as fault:
            said.append(f"{way}: {fault}")
            continue
        client.state.learned[FACT] = {"way": found.way, "top": found.top, "places": "checked"}
        client.state.learned_anew(client.state.learned)
        return found
    hint = "a completions endpoint with echo is needed" if texts else "--likelihoods draws asks for letters only"
    raise ProviderError(f"{client.server} shows no log-probabilities ({'; '.join(said)}) -- {hint}")


def known_way(client: CachedClient, wanted: Sequence[LikelihoodWay]) -> FoundWay | None:
    """What an earlier run found, where it is among the ways that are wanted. Of versions that did not look at the
    places of tokens, a way of whole texts is not believed."""
    known = client.state.learned.get(FACT, {})
    if isinstance(known, dict) and known.get("way") in wanted and isinstance(known.get("top"), int):
        if known["way"] in OF_TEXTS and known.get("places") != "checked":
            return None
        return FoundWay(known["way"], known["top"])
    return None


def through(client: CachedClient) -> Callable[[Request], Awaitable[Reply]]:
    """Ask a client for replies, whether or not they were cached."""

    async def ask(request: Request) -> Reply:
        return (await client(request))[0]

    return ask


async def _tried(client: CachedClient, way: LikelihoodWay) -> FoundWay:
    """Ask for little; RequestRefused where it does not come."""
    ask, model = through(client), client.model.name
    if way == "first-token":
        messages = (Message("user", (Part("text", "Reply with the letter A alone."),)),)
        reply = await ask(Request(model, messages, first_token_parameters(), metadata=NOBODY))
        if not reply.confidence:
            raise RequestRefused("the reply came without log-probabilities")
        return FoundWay(way, len(reply.confidence))
    refused: RequestRefused | None = None
    for top in MOST_SHOWN:
        try:
            if way == "next-token":
                await _following(ask, model, top)
            elif way in ("echo", "prompt"):
                await _check_text(ask, model, "echo" if way == "echo" else "prompt", top)
        except RequestRefused as fault:
            refused = fault
            continue
        return FoundWay(way, top)
    assert refused is not None
    raise refused


async def _following(ask: Callable[[Request], Awaitable[Reply]], model: str, top: int) -> Mapping[str, float]:
    """The likeliest tokens after the text that is tried; RequestRefused where they do not come."""
    split = Continuation(TRIED_WITH.prefix, "")
    reply = await ask(text_request(model, split, parameters("next-token", top), NOBODY, generates=True))
    if reply.scores is None or not reply.scores.top:
        raise RequestRefused("the reply came without alternatives of its first token")
    return reply.scores.top[0]


async def _check_text(ask: Callable[[Request], Awaitable[Reply]], model: str, way: TextWay, top: int) -> None:
    """RequestRefused where a text's probabilities do not come; ProviderError where they are of other places."""
    whole = Continuation("", TRIED_WITH.prefix + TRIED_WITH.text)
    scores = (await CompletionScores(model, ask, way, top)([whole]))[0]
    try:
        following = await _following(ask, model, top)
    except RequestRefused:  # it shows no next token, so that there is nothing to hold it against
        return
    if is_shifted(scores, len(TRIED_WITH.prefix), following):
        raise ProviderError(SHIFTED)


def first_token_parameters() -> dict[str, object]:
    """A chat's first token with the most alternatives that servers show."""
    return {"temperature": 0.0, "max_tokens": 1, "logprobs": True, "top_logprobs": MOST_SHOWN[0]}
