"""A stream of server-sent events put together into the body that a plain request would have got."""

from __future__ import annotations

import json
from typing import Any

from examsim.models.server.chat_body import NotAReply
from examsim.models.server.tool_signs import PASSED_ON

_KEPT = ("model", "usage", "system_fingerprint", *PASSED_ON)
_SIGNS = ("tool_calls", "function_call", "annotations", "context", *PASSED_ON)
_TEXTS = ("content", "reasoning_content", "reasoning", "refusal")


def is_event_stream(kind: str, raw: bytes) -> bool:
    """Whether a response is a stream of events, by its type or its first line."""
    return kind.startswith("text/event-stream") or raw.lstrip()[:5] in (b"data:", b"event")


def joined(raw: bytes) -> Any:
    """The whole completion. NotAReply where the stream breaks off; an error event is the body."""
    texts: dict[str, list[str]] = {name: [] for name in _TEXTS}
    body: dict[str, Any] = {}
    signs: dict[str, Any] = {}
    ended = False
    finish: Any = None
    for line in raw.decode("utf-8", "replace").splitlines():
        if not line.startswith("data:"):
            continue
        data = line[5:].strip()
        if data == "[DONE]":
            ended = True
            continue
        event = _event(data)
        if event.get("error"):
            return event
        body |= {k: event[k] for k in _KEPT if event.get(k)}
        for choice in event.get("choices") or ():
            if not isinstance(choice, dict) or choice.get("index", 0) != 0:
                continue
            finish = choice.get("finish_reason") or finish
            delta = choice.get("delta") or choice.get("message") or {}
            for name in _TEXTS:
                if isinstance(delta, dict) and isinstance(delta.get(name), str):
                    texts[name].append(delta[name])
            if isinstance(delta, dict):
                signs |= {k: delta[k] for k in _SIGNS if delta.get(k)}
    if not ended and finish is None:
        raise NotAReply("a stream that breaks off")
    message = {**signs, **{name: "".join(parts) for name, parts in texts.items() if parts}}
    return {**body, "choices": [{"index": 0, "finish_reason": finish, "message": {"content": None, **message}}]}


def _event(data: str) -> dict[str, Any]:
    try:
        event = json.loads(data)
    except (ValueError, RecursionError):
        raise NotAReply("a stream with an event that is no JSON") from None
    if not isinstance(event, dict) or not isinstance(event.get("choices", []), list | None):
        raise NotAReply("a stream with an event of no known form")
    return event
