"""A server that behaves as servers do: each behaviour by its name, after public documentation and bug reports.

It always knows the right answer of the toy exam ('B'), so a client that copes scores full marks; whatever else comes
out must be plainly no score. A behaviour is a function of the request's body and a `Told`, the server's memory.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from loopback import CUT, DROP, Said, completion, refusal

HTML = {"Content-Type": "text/html"}
STREAM = {"Content-Type": "text/event-stream"}
RIGHT = "B follows A.\n\nANSWER: B"


@dataclass
class Told:
    """What the server has seen: requests in all, requests by question, and when the first came."""

    number: int = 0
    seen: Counter[int] = field(default_factory=Counter)
    answered: int = 0
    started: float = field(default_factory=time.monotonic)
    window: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


Behaviour = Callable[[dict[str, Any], int, Told], Said]
BEHAVIOURS: dict[str, Behaviour] = {}


def behaviour(name: str) -> Callable[[Behaviour], Behaviour]:
    """Register a behaviour: body, number of the question asked (0: not told), memory → what is said."""

    def keep(function: Behaviour) -> Behaviour:
        BEHAVIOURS[name] = function
        return function

    return keep


def scripted(name: str) -> Callable[[dict[str, Any], int], Said]:
    """What a `Loopback` server says that behaves so."""
    told, say = Told(), BEHAVIOURS[name]

    def answer(body: dict[str, Any], _: int) -> Said:
        found = re.findall(r"Question number (\d+)", json.dumps(body["messages"]))
        question = int(found[-1]) if found else 0
        with told.lock:
            told.number += 1
            told.seen[question] += 1
        return say(body, question, told)

    return answer


def right(text: str = RIGHT, finish: Any = "stop", **message: Any) -> Said:
    """A completion with the right answer, its prompt counted about as any tokenizer would."""
    return completion(text, finish, **message)


def with_body(change: Callable[[dict[str, Any]], None], text: str = RIGHT) -> Said:
    """A right completion whose body is changed."""
    status, body, headers = right(text)
    change(body)
    return status, body, headers


def choice(**fields: Any) -> Said:
    """A completion whose only choice has these fields changed."""
    return with_body(lambda body: body["choices"][0].update(fields))


def error(message: str, status: int = 200, **fields: Any) -> Said:
    """An error object."""
    return status, {"error": {"message": message, **fields}}, {}


def simple(name: str, said: Callable[[], Said]) -> None:
    """A behaviour that is always the same."""
    BEHAVIOURS[name] = lambda body, question, told: said()


def first(name: str, said: Callable[[], Said], questions: tuple[int, ...] = (1, 2, 3, 4, 5)) -> None:
    """Says it to the first request for some questions, then answers."""

    def say(body: dict[str, Any], question: int, told: Told) -> Said:
        return said() if question in questions and told.seen[question] == 1 else right()

    BEHAVIOURS[name] = say


def always(name: str, said: Callable[[], Said], questions: tuple[int, ...] = (3,)) -> None:
    """Says it to every request for some questions, and answers the others."""
    BEHAVIOURS[name] = lambda body, question, told: said() if question in questions else right()


def refuses(name: str, said: Said, *parameters: str) -> None:
    """Refuses a request that holds one of the parameters."""
    BEHAVIOURS[name] = lambda body, question, told: said if any(p in body for p in parameters) else right()


def events(*chunks: Any, done: bool = True) -> Said:
    """A stream of events."""
    lines = [f"data: {json.dumps(c)}\n\n" for c in chunks] + (["data: [DONE]\n\n"] if done else [])
    return 200, "".join(lines).encode(), STREAM


def streamed(text: str = RIGHT) -> Said:
    """The right answer in three pieces."""
    pieces = [{"choices": [{"index": 0, "delta": {"content": t}}]} for t in (text[:5], text[5:9], text[9:])]
    last = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    usage = {"choices": [], "usage": {"prompt_tokens": 90, "completion_tokens": 9}}
    return events(*pieces, last, usage)


# ── replies in every form ────────────────────────────────────────────────────────────────────────────────────────────
simple("plain", right)
simple("no usage", lambda: with_body(lambda b: b.pop("usage")))
simple("null usage", lambda: with_body(lambda b: b.update(usage=None)))
simple("usage is text", lambda: with_body(lambda b: b.update(usage="many")))
simple("usage beyond 64 bits", lambda: with_body(lambda b: b["usage"].update(prompt_tokens=10**30)))
simple("usage below zero", lambda: with_body(lambda b: b["usage"].update(completion_tokens=-5)))
simple("content as parts", lambda: choice(message={"role": "assistant", "content": [{"type": "text", "text": RIGHT}]}))
simple(
    "thought and text as parts",
    lambda: choice(
        message={
            "content": [
                {"type": "thinking", "thinking": [{"type": "text", "text": "The answer is A? No."}]},
                {"type": "text", "text": RIGHT},
            ]
        }
    ),
)
simple("legacy text", lambda: with_body(lambda b: b.update(choices=[{"index": 0, "text": RIGHT}])))
simple(
    "choices out of order",
    lambda: with_body(lambda b: b["choices"].insert(0, {"index": 1, "message": {"content": "ANSWER: A"}})),
)
simple("reasoning_content", lambda: right(reasoning_content="Is the answer A? No."))
simple("reasoning", lambda: right(reasoning="Is the answer A? No."))
simple("think in content", lambda: right("<think>The answer is A? No.</think>\n\n**B**"))
simple("lone surrogate", lambda: (200, json.dumps(right(RIGHT + " \ud800")[1]).encode(), {}))
simple("NUL in the text", lambda: right("\x00" + RIGHT))
simple(
    "log-probability beyond belief",
    lambda: choice(logprobs={"content": [{"top_logprobs": [{"token": "B", "logprob": 1e9}]}]}),
)
simple("refusal field is a number", lambda: right(refusal=7))
simple("end_turn", lambda: right(finish="end_turn"))
simple("null finish", lambda: right(finish=None))
simple("served under another name", lambda: with_body(lambda b: b.update(model="m-0613")))
simple("a stream to a plain request", streamed)
simple(
    "url citations",
    lambda: right(annotations=[{"type": "url_citation", "url_citation": {"url": "https://example.org"}}]),
)
simple(
    "harmony channels", lambda: right(f"<|channel|>analysis<|message|>A? No.<|end|><|channel|>final<|message|>{RIGHT}")
)
simple("Granite's sections", lambda: right(f"Here is my thought process: A? No. Here is my response: {RIGHT}"))
simple("a thought without its opening tag", lambda: right(f"The answer is A? No.\n</think>\n{RIGHT}"))
simple("tool call and answer", lambda: right(tool_calls=[{"function": {"name": "search"}}]))


@behaviour("stream only")
def _(body: dict[str, Any], question: int, told: Told) -> Said:
    if not body.get("stream"):
        return refusal(400, "This model only support stream mode, please enable the stream parameter.")
    return streamed()


# ── refusals and cut replies ─────────────────────────────────────────────────────────────────────────────────────────
always("refusal field", lambda: completion("", refusal="I must decline"))
always("finish refusal", lambda: completion("", "refusal"))
always("finish content_filter", lambda: completion("", "content_filter"))
always("finish SAFETY", lambda: completion("", "SAFETY"))
always(
    "content_filter 400",
    lambda: refusal(400, "The response was filtered by content management policy", code="content_filter"),
)
always(
    "moderation 403", lambda: error("openai requires moderation on this model. Your input was flagged", 403, code=403)
)
always("blocked prompt", lambda: (200, {"choices": [], "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}, {}))
always("finish length", lambda: completion("The alphabet of the", "length"))
always("a thought that breaks off", lambda: completion("<think>\nThe answer is B, so", "stop"))
always("all text in the reasoning", lambda: completion("", "length", reasoning="The answer may be"))

# ── what is no reply ─────────────────────────────────────────────────────────────────────────────────────────────────
for _name, _said in {
    "error in a 200": lambda: error("Provider returned error", code=502),
    "error text in a 200": lambda: (200, {"error": "upstream failed"}, {}),
    "HTML in a 200": lambda: (200, b"<html><title>Sign in</title></html>", HTML),
    "finish error": lambda: choice(finish_reason="error"),
    "empty choices": lambda: with_body(lambda b: b.update(choices=[])),
    "no choices": lambda: (200, {"id": "x"}, {}),
    "choices is an object": lambda: with_body(lambda b: b.update(choices={"a": 1})),
    "choice is null": lambda: with_body(lambda b: b.update(choices=[None])),
    "message is null": lambda: choice(message=None),
    "content is a number": lambda: choice(message={"content": 5}),
    "truncated JSON": lambda: (200, json.dumps(right()[1]).encode()[:80], {}),
    "empty body": lambda: (200, b"", {}),
    "body is a list": lambda: (200, [], {}),
    "deep JSON": lambda: (200, b"[" * 100_000, {}),
    "a stream that breaks off": lambda: events({"choices": [{"index": 0, "delta": {"content": "AN"}}]}, done=False),
    "an error in the stream": lambda: events({"error": {"message": "overloaded"}}),
    "a gateway's words as the answer": lambda: right("Error: upstream request timed out"),
    "dropped connection": lambda: (DROP, {}, {}),
    "cut body": lambda: (CUT, right()[1], {}),
    "HTML 502": lambda: (502, b"<html><title>502 Bad Gateway</title></html>", HTML),
    "524": lambda: (524, b"error code: 524", {"Content-Type": "text/plain"}),
    "500": lambda: refusal(500, "oops"),
}.items():
    first(f"{_name}, at first", _said)
    always(f"{_name}, always", _said)

# ── patience ─────────────────────────────────────────────────────────────────────────────────────────────────────────
first("429 Retry-After in seconds", lambda: refusal(429, "slow down", Retry_After="2"))
first(
    "429 Retry-After as a date", lambda: refusal(429, "slow down", Retry_After=formatdate(time.time() + 2, usegmt=True))
)
first("429 retry-after-ms", lambda: refusal(429, "slow down", retry_after_ms="800"))
first("429 in words", lambda: refusal(429, "Rate limit reached. Please try again in 1.5s."))
first("529 overloaded", lambda: error("Overloaded", 529, type="overloaded_error"))
first("503 as a list", lambda: (503, [{"error": {"code": 503, "message": "The model is overloaded."}}], {}))


@behaviour("loading at first")
def _(body: dict[str, Any], question: int, told: Told) -> Said:
    return error("Loading model", 503, type="unavailable_error") if told.number < 5 else right()


@behaviour("four a minute")
def _(body: dict[str, Any], question: int, told: Told) -> Said:
    with told.lock:
        now = (time.monotonic() - told.started) * SPEED
        told.window = [t for t in told.window if now - t < 60]
        if len(told.window) >= 4:
            words = "You exceeded your current quota, please check your plan. GenerateRequestsPerMinutePerProject"
            return 429, [{"error": {"code": 429, "message": words, "status": "RESOURCE_EXHAUSTED"}}], {}
        told.window.append(now)
    return right()


SPEED = 60.0  # how fast the clock of the tests runs

# ── an end ───────────────────────────────────────────────────────────────────────────────────────────────────────────
simple("quota", lambda: refusal(429, "You exceeded your current quota", code="insufficient_quota"))
simple("402", lambda: error("Insufficient Balance", 402))
simple("401", lambda: refusal(401, "Incorrect API key provided"))
simple("no eyes", lambda: refusal(404, "No endpoints found that support image input"))
simple("404", lambda: refusal(404, "The model `m` does not exist"))
simple("403 for everybody", lambda: (403, b"<html><title>Attention Required!</title></html>", HTML))
simple("always down", lambda: (DROP, {}, {}))
simple("always HTML", lambda: (200, b"<html><title>Sign in</title></html>", HTML))
simple("a limit by the day", lambda: refusal(429, "Rate limit reached for requests per day", Retry_After="80000"))


def after(name: str, many: int, said: Callable[[], Said]) -> None:
    """Answers `many` requests, then says this for good."""

    def say(body: dict[str, Any], question: int, told: Told) -> Said:
        with told.lock:
            if told.answered < many:
                told.answered += 1
                return right()
        return said()

    BEHAVIOURS[name] = say


after("402 after four", 4, lambda: error("Insufficient credits", 402))
after("down after four", 4, lambda: (DROP, {}, {}))
always("403 for one question", lambda: (403, b"<html><title>Attention Required!</title></html>", HTML))
always("403 for the first question", lambda: (403, b"<html><title>Attention Required!</title></html>", HTML), (0, 3))

# ── refused parameters ───────────────────────────────────────────────────────────────────────────────────────────────
refuses("temperature unsupported", refusal(400, "Unsupported value: 'temperature'", param="temperature"), "temperature")
refuses("temperature deprecated", refusal(400, "`temperature` is deprecated for this model."), "temperature")
refuses(
    "extra inputs 422",
    (422, {"detail": [{"loc": ["body", "stop"], "msg": "Extra inputs: stop not permitted"}]}, {}),
    "stop",
)
refuses(
    "max_tokens renamed",
    refusal(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.", param="max_tokens"),
    "max_tokens",
)
refuses(
    "refused in a list", (400, [{"error": {"code": 400, "message": "temperature is not supported"}}], {}), "temperature"
)


@behaviour("max_tokens too large")
def _(body: dict[str, Any], question: int, told: Told) -> Said:
    if body["max_tokens"] > 1000:
        return refusal(400, "max_tokens is too large: this model supports at most 1000 completion tokens")
    return right()


@behaviour("o1")
def _(body: dict[str, Any], question: int, told: Told) -> Said:
    for name in ("max_tokens", "temperature", "stop"):
        if name in body:
            more = " Use 'max_completion_tokens' instead." if name == "max_tokens" else ""
            return refusal(400, f"Unsupported parameter: '{name}' is not supported with this model.{more}", param=name)
    return right()


# ── context ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def small_context(name: str, said: Callable[[int], Said], room: int) -> None:
    """Room for so many characters."""

    def say(body: dict[str, Any], question: int, told: Told) -> Said:
        size = sum(len(str(m["content"])) for m in body["messages"])
        return said(size) if size > room else right()

    BEHAVIOURS[name] = say


small_context("context 400", lambda n: refusal(400, f"This model's maximum context length is 100 tokens, not {n}"), 700)
small_context(
    "context error in a 200", lambda n: error("the request exceeds the available context size", code=400), 700
)
small_context("context 413", lambda n: refusal(413, "Payload Too Large"), 700)
