"""Every way of asking for likelihoods, against a model whose probabilities are known exactly."""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from loopback import Loopback, completion, refusal
from ngram_model import START, NgramModel, serving, tokens_of

from exams.errors import InputError, ProviderError
from exams.prompts.message import Message, Part
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.cached_client import CachedClient
from examsim.models.likelihoods.completion_scores import NOBODY, CompletionScores
from examsim.models.likelihoods.continuation import Continuation
from examsim.models.likelihoods.find_way import (
    FACT,
    FoundWay,
    WaySetting,
    find_way,
    first_token_parameters,
    through,
)
from examsim.models.likelihoods.letters import letters_by_next_token, letters_by_text, letters_of_reply
from examsim.models.prices import Price
from examsim.models.request import CallFailed, Request
from examsim.models.server.openai_model import OpenAIModel

T = TypeVar("T")
TEXTS = [
    "Question: what follows A?\nAnswer: B",
    "Question: what follows B?\nAnswer: C",
    "Question: what comes first?\nAnswer: A\nAnswer:B",
    "The capital of France is Paris. The capital of Italy is Rome.",
    "Answer: D Answer: B Answer: B Answer: maybe",
]
MODEL = NgramModel(TEXTS)
PROMPT = "Question: what follows A?\nAnswer:"
LABELS = ("A", "B", "C", "D")


def asked(server: Loopback, work: Callable[[CachedClient], Awaitable[T]], cache: AnswerCache | None = None) -> T:
    async def run() -> T:
        model = OpenAIModel("m", base_url=server.url, retries=0)
        try:
            return await work(CachedClient(model, cache))
        finally:
            await model.close()

    return asyncio.run(run())


def probability(label: str, prompt: str = PROMPT) -> float:
    history = [START, *tokens_of(prompt)]
    return MODEL.probability(f" {label}", history) + MODEL.probability(label, history)


@pytest.mark.parametrize("way", ["echo", "prompt"])
@pytest.mark.parametrize("start", [True, False])
@pytest.mark.parametrize(
    ("prefix", "text"),
    [
        ("The capital of Italy is", " Rome."),
        ("The capital of Italy is ", "Rome."),  # the space belongs to the word
        ("Question: what follows B?\nAnswer:", " C"),
        ("naïve “quotes” 漢字 is", " Rome 漢"),
    ],
)
def test_a_text_has_the_very_probability_that_the_model_gives_it(way: Any, start: bool, prefix: str, text: str) -> None:
    with Loopback(serving(MODEL, [way], start=start)) as server:
        scores = asked(server, lambda c: CompletionScores("m", through(c), way)([Continuation(prefix, text)]))[0]
    whole = prefix + text
    split = len(prefix.rstrip())
    assert scores.total == pytest.approx(MODEL.text_logprob(whole[:split], whole[split:]), abs=1e-9)
    assert "".join(scores.tokens) == whole[split:]
    assert scores.offsets[0] == split


def test_a_text_without_prefix_lacks_its_first_token_unless_a_start_token_is_before_it() -> None:
    text = "The capital of France"
    for start, missing in ((True, 0), (False, 1)):
        with Loopback(serving(MODEL, ["echo"], start=start)) as server:
            scores = asked(server, lambda c: CompletionScores("m", through(c))([Continuation("", text)]))[0]
        every = MODEL.logprobs(tokens_of(text))
        assert scores.logprobs == pytest.approx(every[missing:])
        assert scores.offsets[0] == (len("The") if missing else 0)


@pytest.mark.parametrize("most_top", [20, 5, 1])
def test_letters_by_echo_are_exact_with_and_without_their_space(most_top: int) -> None:
    async def work(client: CachedClient) -> Any:
        found = await find_way(client, "auto", texts=False)
        assert found == FoundWay("echo", most_top)
        return await letters_by_text(CompletionScores("m", through(client), "echo", found.top), PROMPT, LABELS)

    with Loopback(serving(MODEL, ["echo"], most_top)) as server:
        found = asked(server, work)
    # "Answer:B" is read as the tokens ":" and "B": both spellings stand alone after this prompt
    for option in found.options:
        assert option.probability == pytest.approx(probability(option.label), abs=1e-9)
        assert not option.bound
    assert found.coverage == pytest.approx(sum(map(probability, LABELS)))


@pytest.mark.parametrize("top", [20, 3])
def test_letters_by_the_next_token_are_exact_where_shown_and_bounded_where_not(top: int) -> None:
    with Loopback(serving(MODEL, ["next"], top)) as server:
        found = asked(server, lambda c: letters_by_next_token("m", through(c), PROMPT, LABELS, top, NOBODY))
    shown = MODEL.likeliest([START, *tokens_of(PROMPT)], top)
    for option in found.options:
        seen = [math.exp(v) for t, v in shown.items() if t.strip() == option.label]
        assert option.bound == (not seen)
        if seen:
            assert option.probability == pytest.approx(sum(seen))
        else:
            assert 0 < option.probability <= math.exp(min(shown.values())) + 1e-12
            assert option.probability >= probability(option.label) / 2  # each spelling is below the bound
    assert any(o.bound for o in found.options) == (top == 3)


def test_letters_of_a_chats_first_token() -> None:
    request = Request("m", (Message("user", (Part("text", PROMPT),)),), first_token_parameters())
    with Loopback(serving(MODEL, ["logprobs"])) as server:
        reply = asked(server, lambda c: through(c)(request))
    found = letters_of_reply(reply, LABELS)
    assert found is not None and found.way == "first-token"
    shown = MODEL.likeliest([START, *tokens_of(PROMPT)], 20)
    for option in found.options:
        seen = [math.exp(v) for t, v in shown.items() if t.strip() == option.label]
        assert option.bound == (not seen)
        assert option.bound or option.probability == pytest.approx(sum(seen))


@pytest.mark.parametrize(
    ("offered", "way"),
    [
        (["echo", "prompt", "next", "logprobs"], "echo"),
        (["prompt", "next", "logprobs"], "prompt"),
        (["next", "logprobs"], "next-token"),
        (["logprobs"], "first-token"),
        ([], "draws"),
    ],
)
def test_the_first_way_that_a_server_offers_is_taken(offered: list[str], way: str, tmp_path: Path) -> None:
    with Loopback(serving(MODEL, offered)) as server:
        cache = AnswerCache(tmp_path / "answers.sqlite")
        assert asked(server, lambda c: find_way(c, "auto", texts=False), cache).way == way
        before = server.requests
        if way != "draws":
            assert asked(server, lambda c: find_way(c, "auto", texts=False), cache).way == way
            assert server.requests == before  # it is remembered, not tried again
        cache.close()


def test_whole_texts_need_a_server_that_shows_the_text_it_was_sent() -> None:
    with Loopback(serving(MODEL, ["next", "logprobs"])) as server:
        with pytest.raises(ProviderError, match=r"shows no log-probabilities .*echo.* -- a completions endpoint"):
            asked(server, lambda c: find_way(c, "auto", texts=True))
        with pytest.raises(InputError, match="first-token gives no probabilities of whole texts"):
            asked(server, lambda c: find_way(c, "first-token", texts=True))


def test_a_server_that_fails_is_not_taken_for_one_without_likelihoods() -> None:
    with Loopback(lambda *_: refusal(500, "out of memory")) as server, pytest.raises(CallFailed, match="status 500"):
        asked(server, lambda c: find_way(c, "auto", texts=False))


def test_a_server_that_ignores_echo_is_found_out() -> None:
    def say(body: dict[str, Any], number: int) -> Any:
        body.pop("echo", None)
        return serving(MODEL, ["next"])(body, number) if "prompt" in body else completion("A")

    with Loopback(say) as server:
        assert asked(server, lambda c: find_way(c, "auto", texts=False)).way == "next-token"


@pytest.mark.parametrize("top", [20, 1])
def test_probabilities_of_the_place_after_are_found_out_and_not_used(top: int) -> None:
    """As llama-cpp-python answers for a model without a start token."""
    with Loopback(serving(MODEL, ["echo", "next"], top, shifted=True)) as server:
        with pytest.raises(ProviderError, match=r"echo: the server gives each token .* the place after it"):
            asked(server, lambda c: find_way(c, "auto", texts=True))
        assert asked(server, lambda c: find_way(c, "auto", texts=False)).way == "next-token"
    with Loopback(serving(MODEL, ["echo", "next"], top)) as server:
        assert asked(server, lambda c: find_way(c, "auto", texts=True)) == FoundWay("echo", top)


def test_a_way_that_an_earlier_version_found_without_looking_is_found_anew(tmp_path: Path) -> None:
    async def work(client: CachedClient) -> str:
        client.state.learned[FACT] = {"way": "echo", "top": 20}
        return (await find_way(client, "auto", texts=False)).way

    with Loopback(serving(MODEL, ["echo", "next"], shifted=True)) as server:
        assert asked(server, work) == "next-token"


def test_likelihoods_are_cached_under_keys_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    wanted = [Continuation("The capital of Italy is", f" {city}") for city in ("Rome", "Paris")]
    with Loopback(serving(MODEL)) as server:
        for _ in range(2):
            cache = AnswerCache(path)
            first = asked(server, lambda c: CompletionScores("m", through(c))(wanted), cache)
            cache.close()
        assert server.requests == 2
        cache = AnswerCache(path)
        rows = cache.rows()
        cache.close()
    assert len({row["key"] for row in rows}) == 2
    assert json.loads(rows[0]["request"])["endpoint"] == "completions"
    assert json.loads(rows[0]["reply"])["scores"]["tokens"] in ([" Rome"], [" Paris"])
    assert first[0].tokens == (" Rome",)


def test_what_a_likelihood_costs_is_counted() -> None:
    async def work(client: CachedClient) -> float:
        client.price = Price(1e6, 0.0, "a test")
        await CompletionScores("m", through(client))([Continuation("The capital of Italy is", " Rome")])
        return client.tally.cost

    with Loopback(serving(MODEL)) as server:
        assert asked(server, work) == pytest.approx(6)  # a dollar for each of six tokens


@pytest.mark.parametrize("setting", ["echo", "first-token"])
def test_a_way_that_was_named_is_not_exchanged_for_another(setting: WaySetting) -> None:
    with Loopback(serving(MODEL, ["next"])) as server, pytest.raises(ProviderError, match=f"{setting}:"):
        asked(server, lambda c: find_way(c, setting, texts=False))
