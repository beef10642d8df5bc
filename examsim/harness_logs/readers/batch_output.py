"""Outputs of the batch interfaces of OpenAI and Anthropic: JSONL with the id that the sender chose, no prompt.

Written after their documents (OpenAI: Batch API, output file; Anthropic: Message Batches, results); no real output file
was at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from exams.errors import InputError
from exams.files.regular_file import read_lines
from examsim.harness_logs.logged_sample import HarnessLog, LoggedSample, LogReader, number_of, text_of, thought_of

_FINISH = {"length": "length", "max_tokens": "length", "content_filter": "refusal", "refusal": "refusal"}


def _fits(path: Path, head: bytes) -> bool:
    return head.lstrip()[:1] == b"{" and b'"custom_id"' in head and (b'"response"' in head or b'"result"' in head)


def read_batch(path: Path) -> HarnessLog:
    """`custom_id` is the question's id. A request that failed or expired has no reply: it is ungraded."""
    samples: list[LoggedSample] = []
    for number, line in read_lines(path):
        if not line.strip():
            continue
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise InputError(f"not JSON: {error}", where=path, line=number, hint="one object a line") from None
        if not isinstance(record, dict) or not isinstance(record.get("custom_id"), str):
            raise InputError("no `custom_id`", where=path, line=number, hint="give the batch's output file")
        samples.append(_anthropic(record) if "result" in record else _openai(record))
    if not samples:
        raise InputError("holds no reply", where=path, hint="give the batch's output file")
    anthropic = "anthropic" if b'"result"' in next(read_lines(path))[1] else "openai"
    note = f"read after {anthropic.title()}'s documents of its batch interface; no prompt is in it"
    return HarnessLog(f"{anthropic}-batch", path, tuple(samples), harness=f"{anthropic} batch", notes=(note,))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _openai(record: Mapping[str, Any]) -> LoggedSample:
    response, error = _mapping(record.get("response")), _mapping(record.get("error"))
    body = _mapping(response.get("body"))
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices:
        error = error or _mapping(body.get("error")) or {"message": "no choice in the reply"}
        return LoggedSample(record["custom_id"], "", error=str(error.get("message") or error.get("code") or "failed"))
    first = _mapping(choices[0])
    message, usage = _mapping(first.get("message")), _mapping(body.get("usage"))
    details = _mapping(usage.get("completion_tokens_details"))
    return LoggedSample(
        id=record["custom_id"],
        reply=text_of(message.get("content")),
        model=str(body.get("model") or ""),
        finish="refusal" if message.get("refusal") else _FINISH.get(str(first.get("finish_reason")), "stop"),
        reasoning=text_of(message.get("reasoning_content") or message.get("reasoning") or ""),
        prompt_tokens=number_of(usage.get("prompt_tokens")),
        completion_tokens=number_of(usage.get("completion_tokens")),
        reasoning_tokens=number_of(details.get("reasoning_tokens")),
        tools_used=bool(message.get("tool_calls") or message.get("annotations")),
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
        finish=_FINISH.get(str(message.get("stop_reason")), "stop"),
        reasoning=thought_of(content),
        prompt_tokens=number_of(usage.get("input_tokens")),
        completion_tokens=number_of(usage.get("output_tokens")),
        tools_used=any(str(p).endswith("tool_use") for p in parts),
    )


BATCH = LogReader("batch", "batch outputs of OpenAI and Anthropic (JSONL)", _fits, read_batch)
