"""A real client against a server on this machine."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from loopback import Loopback, Said, completion, refusal

from exams.errors import ProviderError
from exams.prompts.message import Message, Part
from examsim.models.request import CallFailed, ContextTooLong, Reply, Request, ServerStopped
from examsim.models.server.openai_model import OpenAIModel

REQUEST = Request("m", (Message("user", (Part("text", "2 + 2?"),)),), {"temperature": 0.3, "max_tokens": 64})


def ask(
    say: Callable[[dict[str, Any], int], Said], *, retries: int = 3, request: Request = REQUEST
) -> tuple[Reply, OpenAIModel, Loopback]:
    async def once() -> tuple[Reply, OpenAIModel]:
        model = OpenAIModel("m", base_url=server.url, retries=retries, timeout=5)
        try:
            return await model(request), model
        finally:
            await model.close()

    with Loopback(say) as server:
        reply, model = asyncio.run(once())
    return reply, model, server


def test_a_reply_carries_text_and_tokens() -> None:
    reply, _, _ = ask(lambda *_: completion("four"))
    assert (reply.text, reply.finish, reply.prompt_tokens, reply.completion_tokens) == ("four", "stop", 100, 20)


@pytest.mark.parametrize("headers", [{}, {"Retry_After": "0.05"}])
@pytest.mark.parametrize("status", [429, 500, 503])
def test_rate_limits_and_server_errors_are_retried_and_counted(status: int, headers: dict[str, str]) -> None:
    reply, model, _ = ask(lambda _, n: refusal(status, "later", **headers) if n == 1 else completion("four"))
    assert reply.text == "four"
    assert model.retries.counts == {f"status {status}": 1}


def test_the_last_try_is_a_failure_and_no_retry() -> None:
    seen: list[OpenAIModel] = []

    async def once() -> None:
        seen.append(OpenAIModel("m", base_url=server.url, retries=1, timeout=5))
        try:
            await seen[0](REQUEST)
        finally:
            await seen[0].close()

    with Loopback(lambda *_: refusal(500, "broken", Retry_After="0.05")) as server, pytest.raises(CallFailed):
        asyncio.run(once())
    assert (server.requests, seen[0].retries.counts) == (2, {"status 500": 1})


def test_a_server_that_never_recovers_fails_this_call_only() -> None:
    with pytest.raises(CallFailed):
        ask(lambda *_: refusal(500, "broken"), retries=0)


@pytest.mark.parametrize(
    "message",
    [
        "This model's maximum context length is 4097 tokens, however you requested 5000 tokens.",
        "the request exceeds the available context size, try increasing it",
        "Requested tokens (9000) exceed context window of 4096",
    ],
)
def test_a_prompt_too_long_is_told_apart(message: str) -> None:
    with pytest.raises(ContextTooLong):
        ask(lambda *_: refusal(400, message, code="context_length_exceeded"))


def test_a_refused_parameter_is_dropped_once_and_named() -> None:
    def picky(body: dict[str, Any], _: int) -> Said:
        if "temperature" in body:
            return refusal(400, "Unsupported value: 'temperature' does not support 0.3", param="temperature")
        return completion("four")

    reply, model, server = ask(picky)
    assert reply.dropped == ("temperature",)
    assert model.dropped == {"temperature": "left out"}
    assert server.requests == 2


def test_max_tokens_becomes_max_completion_tokens_where_the_server_asks_for_it() -> None:
    def newer(body: dict[str, Any], _: int) -> Said:
        if "max_tokens" in body:
            return refusal(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.", param="max_tokens")
        return completion(str(body["max_completion_tokens"]))

    reply, _, _ = ask(newer)
    assert reply.text == "64"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_wrong_key_or_model_ends_the_run(status: int) -> None:
    with pytest.raises(ProviderError, match="check the key"):
        ask(lambda *_: refusal(status, "no such thing"))


def test_a_used_up_quota_ends_the_asking() -> None:
    with pytest.raises(ServerStopped, match="quota"):
        ask(lambda *_: refusal(429, "You exceeded your current quota", code="insufficient_quota"), retries=0)


def test_an_unreachable_server_is_one_clear_line() -> None:
    async def once() -> Reply:
        model = OpenAIModel("m", base_url="http://127.0.0.1:9/v1", retries=0)
        try:
            return await model(REQUEST)
        finally:
            await model.close()

    with pytest.raises(CallFailed, match="connection refused"):
        asyncio.run(once())


def test_a_server_that_only_hangs_is_one_clear_line() -> None:
    async def once() -> Reply:
        model = OpenAIModel("m", base_url=server.url, retries=1, timeout=0.2)
        try:
            return await model(REQUEST)
        finally:
            await model.close()

    def hangs(*_: Any) -> Said:
        time.sleep(1)
        return completion("late")

    with Loopback(hangs) as server, pytest.raises(CallFailed, match=r"time-out after 0\.2 s, 2 times.*--timeout"):
        asyncio.run(once())


def test_no_key_for_openai_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(ProviderError, match="OPENAI_API_KEY"):
        OpenAIModel("gpt-4")


def test_the_key_never_stands_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-verysecret123456")
    with pytest.raises(ProviderError) as caught:
        ask(lambda *_: refusal(401, "Incorrect API key provided: sk-verysecret123456."))
    assert "verysecret" not in str(caught.value)


def test_refusals_and_cut_replies_are_told_apart() -> None:
    assert ask(lambda *_: completion("", refusal="I must decline"))[0].finish == "refusal"
    assert ask(lambda *_: completion("par", finish="length"))[0].finish == "length"


SCHEMA = {"type": "object", "properties": {"points": {"type": "number"}}}
HELD = Request(
    "m",
    REQUEST.messages,
    {"response_format": {"type": "json_schema", "json_schema": {"name": "grades", "schema": SCHEMA}}},
)


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_server_that_knows_no_json_schema_is_asked_in_the_way_it_knows(status: int) -> None:
    def llama_cpp_python(body: dict[str, Any], _: int) -> Said:
        if body["response_format"]["type"] == "json_schema":
            return refusal(status, "('body', 'response_format', 'type'): Input should be 'text' or 'json_object'")
        return completion("{}" if body["response_format"]["schema"] == SCHEMA else "?")

    reply, model, server = ask(llama_cpp_python, request=HELD)  # it says with 500 what others say with 422
    assert (reply.text, server.requests) == ("{}", 2)
    assert model.dropped == {"response_format": "json_object with a schema"}


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_is_busy_at_first_is_still_held_to_the_form(status: int) -> None:
    def busy(body: dict[str, Any], n: int) -> Said:
        return refusal(status, "later") if n < 3 else completion(body["response_format"]["type"])

    reply, model, _ = ask(busy, request=HELD)
    assert (reply.text, model.dropped) == ("json_schema", {})


def test_a_server_that_holds_no_reply_to_a_form_is_asked_without_one() -> None:
    def old(body: dict[str, Any], _: int) -> Said:
        if "response_format" in body:
            return refusal(400, "Invalid parameter: 'response_format' is not supported with this model.")
        return completion("{}")

    reply, model, server = ask(old, request=HELD)
    assert (reply.text, reply.dropped, server.requests) == ("{}", ("response_format",), 3)
    assert model.dropped == {"response_format": "left out"}
