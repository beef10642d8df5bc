"""A reply whose model searched or called a tool says so in one of many ways; an empty field says nothing."""

from typing import Any

import orjson
import pytest

from examsim.models.request import Reply
from examsim.models.server.outcome import outcome_of

SAID = {"role": "assistant", "content": "ANSWER: B"}
CITED = {"type": "url_citation", "url_citation": {"url": "https://example.org", "title": "keys"}}
SIGNS: dict[str, dict[str, Any]] = {
    "tool_calls": {"message": {"tool_calls": [{"function": {"name": "search", "arguments": "{}"}}]}},
    "function_call": {"message": {"function_call": {"name": "search", "arguments": "{}"}}},
    "url_citation": {"message": {"annotations": [CITED]}},
    "citations": {"body": {"citations": ["https://example.org"]}},
    "citations of the message": {"message": {"citations": ["https://example.org"]}},
    "search_results": {"body": {"search_results": [{"title": "keys", "url": "https://example.org"}]}},
    "executed_tools": {"message": {"executed_tools": [{"type": "search", "arguments": "{}", "output": "…"}]}},
    "web_search items": {"body": {"web_search": [{"title": "keys", "link": "https://example.org"}]}},
    "web_search_call": {"body": {"output": [{"type": "web_search_call", "status": "completed"}]}},
    "parts of tools": {
        "message": {"content": [{"type": "tool_reference", "title": "x"}, {"type": "text", "text": "B"}]}
    },
    "context": {"message": {"context": {"citations": [{"content": "…"}]}}},
    "grounding": {"choice": {"groundingMetadata": {"webSearchQueries": ["q"]}}},
    "server_tool_use": {"usage": {"server_tool_use": {"web_search_requests": 2}}},
    "num_search_queries": {"usage": {"num_search_queries": 1}},
    "finish_reason": {"choice": {"finish_reason": "tool_calls"}},
    "a call in the text": {"message": {"content": '<tool_call>{"name": "search"}</tool_call>\nANSWER: B'}},
    "a citation in the text": {"message": {"content": "As the page says【4:0†source】, ANSWER: B"}},
}
NO_SIGNS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "empty lists": {
        "message": {"tool_calls": [], "annotations": []},
        "body": {"citations": [], "search_results": None},
    },
    "counters at 0": {"usage": {"server_tool_use": {"web_search_requests": 0}, "num_search_queries": 0}},
    "parts of text": {"message": {"content": [{"type": "text", "text": "ANSWER: B"}]}},
    "brackets": {"message": {"content": "【B】 is right, see [1]. ANSWER: B"}},
    "other usage": {"usage": {"prompt_tokens_details": {"cached_tokens": 3}}},
}


def read(more: dict[str, Any]) -> Reply:
    message = {**SAID, **more.get("message", {})}
    choice = {"index": 0, "finish_reason": "stop", "message": message, **more.get("choice", {})}
    usage = {"prompt_tokens": 9, "completion_tokens": 3, **more.get("usage", {})}
    body = {"model": "m", "choices": [choice], "usage": usage, **more.get("body", {})}
    reply = outcome_of(200, {"content-type": "application/json"}, orjson.dumps(body), {})
    assert isinstance(reply, Reply)
    return reply


@pytest.mark.parametrize("name", SIGNS)
def test_a_sign_of_a_tool_marks_the_reply(name: str) -> None:
    assert read(SIGNS[name]).tools_used


@pytest.mark.parametrize("name", NO_SIGNS)
def test_what_is_no_sign_marks_nothing(name: str) -> None:
    assert not read(NO_SIGNS[name]).tools_used


@pytest.mark.parametrize(
    "event",
    [
        {"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 0, "function": {"name": "search"}}]}}]},
        {"choices": [{"index": 0, "delta": {"annotations": [CITED]}}]},
        {"choices": [{"index": 0, "delta": {"executed_tools": [{"type": "search"}]}}]},
        {"choices": [], "citations": ["https://example.org"]},
        {"choices": [], "search_results": [{"url": "https://example.org"}]},
    ],
)
def test_signs_in_a_stream_are_kept(event: dict[str, Any]) -> None:
    said = {"choices": [{"index": 0, "delta": {"content": "ANSWER: B"}}]}
    last = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    stream = b"".join(b"data: " + orjson.dumps(e) + b"\n\n" for e in (event, said, last)) + b"data: [DONE]\n\n"
    reply = outcome_of(200, {"content-type": "text/event-stream"}, stream, {"stream": True})
    assert isinstance(reply, Reply)
    assert (reply.text, reply.tools_used) == ("ANSWER: B", True)
