"""Outputs of the batch interfaces of OpenAI and Anthropic: JSONL with the id that the sender chose, no prompt.

Written after their documents (OpenAI: Batch API, output file; Anthropic: Message Batches, results); no real output file
was at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exams.errors import InputError
from examsim.harness_logs.json_objects import json_objects
from examsim.harness_logs.logged_sample import HarnessLog, LoggedSample, LogReader, number_of, text_of, thought_of
from examsim.models.server.chat_body import NotAReply, finish_of, reply_from


def _fits(path: Path, head: bytes) -> bool:
    return head.lstrip()[:1] == b"{" and b'"custom_id"' in head and (b'"response"' in head or b'"result"' in head)


def read_batch(path: Path) -> HarnessLog:
    """`custom_id` is the question's id. A request that failed or expired has no reply: it is ungraded."""
    samples: list[LoggedSample] = []
    for number, record in json_objects(path):
        if not isinstance(record.get("custom_id"), str):
            raise InputError("no `custom_id`", where=path, line=number, hint="give the batch's output file")
        samples.append(_anthropic(record) if "result" in record else _openai(record))
    if not samples:
        raise InputError("holds no reply", where=path, hint="give the batch's output file")
    anthropic = "anthropic" if "result" in next(json_objects(path))[1] else "openai"
    note = f"read after {anthropic.title()}'s documents of its batch interface; no prompt is in it"
    return HarnessLog(f"{anthropic}-batch", path, tuple(samples), harness=f"{anthropic} batch", notes=(note,))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _openai(record: Mapping[str, Any]) -> LoggedSample:
    """The body is a chat completion, read where every server's is."""
    name, body = record["custom_id"], _mapping(_mapping(record.get("response")).get("body"))
    error = _mapping(record.get("error")) or _mapping(body.get("error"))
    if error:
        return LoggedSample(name, "", error=str(error.get("message") or error.get("code") or "failed"))
    try:
        reply = reply_from(body)
    except NotAReply as fault:
        return LoggedSample(name, "", error=str(fault))
    return LoggedSample(
        id=name,
        reply=reply.text,
        model=reply.model,
        finish=reply.finish,
        reasoning=reply.reasoning,
        prompt_tokens=reply.prompt_tokens,
        completion_tokens=reply.completion_tokens,
        reasoning_tokens=reply.reasoning_tokens,
        tools_used=reply.tools_used,
    )


def _anthropic(record: Mapping[str, Any]) -> LoggedSample:
    result = _mapping(record.get("result"))
    message = _mapping(result.get("message"))
    if result.get("type") != "succeeded":
        inner = _mapping(_mapping(result.get("error")).get("error") or result.get("error"))
        return LoggedSample(record["custom_id"], "", error=str(inner.get("message") or result.get("type") or "failed"))
    content, usage = message.get("content"), _mapping(message.get("usage"))
    parts = [p.get("type") for p in content if isinstance(p, dict)] if isinstance(content, list) else []
    return LoggedSample(
        id=record["custom_id"],
        reply=text_of(content),
        model=str(message.get("model") or ""),
        finish=finish_of(message.get("stop_reason")),
        reasoning=thought_of(content),
        prompt_tokens=number_of(usage.get("input_tokens")),
        completion_tokens=number_of(usage.get("output_tokens")),
        tools_used=any(str(p).endswith("tool_use") for p in parts),
    )


BATCH = LogReader("batch", "batch outputs of OpenAI and Anthropic (JSONL)", _fits, read_batch)
