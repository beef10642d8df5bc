"""inspect_ai's outputs and errors become our records; inspect_ai itself need not be there."""

from types import SimpleNamespace as Thing
from typing import Any

import pytest

from exams.errors import InputError, ProviderError
from examsim.models.inspect.read_output import failure_of, reply_of
from examsim.models.open_model import open_model, server_of
from examsim.models.request import CallFailed, ContextTooLong, RequestRefused, ServerStopped


def output(content: Any = "ANSWER: B", stop: str = "stop", usage: Any = None, **more: Any) -> Any:
    message = Thing(content=content, tool_calls=more.pop("tool_calls", None))
    choice = Thing(message=message, stop_reason=stop, logprobs=more.pop("logprobs", None))
    given = {"choices": [choice], "usage": usage, "model": "m-1", "error": None, "completion": str(content), **more}
    return Thing(**given)


def used(prompt: int = 10, reply: int = 5, read: int | None = None, thought: int | None = None) -> Thing:
    return Thing(
        input_tokens=prompt,
        output_tokens=reply,
        input_tokens_cache_read=read,
        input_tokens_cache_write=None,
        reasoning_tokens=thought,
    )


def test_text_thought_tokens_and_the_served_name() -> None:
    parts = [Thing(type="reasoning", reasoning="B? Yes.", redacted=False, summary=None), Thing(type="text", text="B")]
    reply = reply_of(output(parts, usage=used(10, 5, read=90, thought=3)))
    assert (reply.text, reply.reasoning, reply.model) == ("B", "B? Yes.", "m-1")
    assert (reply.prompt_tokens, reply.completion_tokens, reply.reasoning_tokens) == (100, 5, 3)
    assert reply.usage_known and not reply_of(output()).usage_known
    hidden = [Thing(type="reasoning", reasoning="c2lnbmF0dXJl", redacted=True, summary="thought of B")]
    assert reply_of(output(hidden)).reasoning == "thought of B"


@pytest.mark.parametrize(
    ("stop", "finish"),
    [
        ("stop", "stop"),
        ("max_tokens", "length"),
        ("content_filter", "refusal"),
        ("tool_calls", "stop"),
        ("unknown", "stop"),
    ],
)
def test_why_a_reply_ended(stop: str, finish: str) -> None:
    reply = reply_of(output(stop=stop))
    assert reply.finish == finish
    assert reply.tools_used is (stop == "tool_calls")


def test_a_prompt_that_does_not_fit_is_told_from_a_reply_that_ran_full() -> None:
    assert reply_of(output("a long reply", "model_length", used(1000, 200))).finish == "length"
    with pytest.raises(ContextTooLong, match="maximum is 8192"):
        reply_of(output("maximum is 8192 tokens", "model_length"))


def test_no_choice_is_a_failed_call_and_an_error_beside_empty_text_a_refusal() -> None:
    with pytest.raises(CallFailed, match="no choices"):
        reply_of(output(choices=[]))
    assert reply_of(output("", error="blocked by policy")).finish == "refusal"


def test_probabilities_of_the_first_token() -> None:
    shown = [Thing(token=" B", logprob=-0.1), Thing(token="B", logprob=-3.0), Thing(token="C", logprob=-4.0)]
    found = reply_of(output(logprobs=Thing(content=[Thing(top_logprobs=shown)]))).confidence
    assert found is not None and found["B"] == pytest.approx(0.9546, abs=1e-3)
    broken = [Thing(token="B", logprob=float("nan"))]
    assert reply_of(output(logprobs=Thing(content=[Thing(top_logprobs=broken)]))).confidence is None


class Http(Exception):
    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status_code = status


class PrerequisiteError(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "answered", "kind"),
    [
        (Http(401, "invalid x-api-key"), False, ProviderError),
        (Http(403, "not for you"), True, RequestRefused),
        (Http(404, "model: claude-9 not found"), False, ProviderError),
        (PrerequisiteError("ANTHROPIC_API_KEY is not set"), False, ProviderError),
        (ImportError("no module named anthropic"), False, ProviderError),
        (Http(400, "prompt is too long: 250000 tokens > 200000 maximum"), False, ContextTooLong),
        (Http(400, "Your credit balance is too low"), False, ServerStopped),
        (Http(429, "rate limit: 50 requests per minute"), False, CallFailed),
        (Http(400, "temperature must be 1"), False, RequestRefused),
        (Http(529, "overloaded"), False, CallFailed),
        (TimeoutError(), True, CallFailed),
    ],
)
def test_each_error_has_its_outcome(error: Exception, answered: bool, kind: type[Exception]) -> None:
    failure = failure_of(error, "inspect_ai:anthropic", answered=answered)
    assert type(failure) is kind
    assert "\n" not in str(failure)


def test_without_the_extra_one_line_says_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exams.extras.is_installed", lambda module: module != "inspect_ai")
    with pytest.raises(InputError, match=r"examsim\[inspect\]"):
        open_model("inspect:anthropic/claude")


def test_replies_are_kept_by_provider_or_address() -> None:
    assert server_of("inspect:anthropic/claude", None) == "inspect_ai:anthropic"
    assert server_of("inspect:vllm/m", "http://user:pw@localhost:8000/v1") == "http://localhost:8000/v1"
