"""Inspect's logs: `.eval` (a zip of one JSON a sample) and `.json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from exams.errors import InputError
from examsim.harness_logs.logged_sample import (
    HarnessLog,
    LoggedSample,
    LogReader,
    json_of,
    number_of,
    score_of,
    text_of,
    thought_of,
)
from examsim.harness_logs.readers.packed_eval import members
from examsim.models.server.chat_body import finish_of

_ATTACHED = "attachment://"


def _fits(path: Path, head: bytes) -> bool:
    if head[:4] == b"PK\x03\x04":
        return path.suffix == ".eval"
    return head.lstrip()[:1] == b"{" and b'"eval"' in head and b'"status"' in head


def read_inspect(path: Path) -> HarnessLog:
    """Header and samples. InputError for a log without samples."""
    head, samples = _packed(path) if path.suffix == ".eval" else _plain(path)
    about = _mapping(head.get("eval"))
    model = str(about.get("model") or "")
    logged = tuple(sample_of(sample, model) for sample in samples)
    if not logged:
        raise InputError("the log holds no sample", where=path, hint="was it written with log_samples?")
    notes = []
    if (status := head.get("status")) != "success":
        notes.append(f"the log's status is {str(status)[:40]!r}: the evaluation did not come to its end")
    shown = _mapping(about.get("dataset")).get("samples")
    epochs = {s.epoch for s in logged}
    if isinstance(shown, int) and shown * len(epochs) > len(logged):
        notes.append(f"the log's dataset has {shown} samples, {len(logged)} replies in {len(epochs)} epochs are in it")
    packages = _mapping(about.get("packages"))
    return HarnessLog(
        "inspect",
        path,
        logged,
        harness=f"inspect_ai {packages.get('inspect_ai', '')}".strip(),
        created=str(about.get("created") or ""),
        task=str(about.get("task") or ""),
        parameters={k: v for k, v in _mapping(about.get("model_generate_config")).items() if v is not None},
        notes=tuple(notes),
    )


def _packed(path: Path) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    head: Mapping[str, Any] = {}
    start: Mapping[str, Any] = {}
    samples = []
    for name, data in members(path):
        if name == "header.json":
            head = _mapping(json_of(path, data))
        elif name == "_journal/start.json":
            start = _mapping(json_of(path, data))
        elif name.startswith("samples/") and name.endswith(".json"):
            samples.append(_mapping(json_of(path, data)))
    if not head and not start:
        raise InputError("an .eval file without a header", where=path, hint="is it a log of Inspect?")
    return head or {**start, "status": "started"}, samples


def _plain(path: Path) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    log = _mapping(json_of(path))
    samples = log.get("samples")
    return log, [_mapping(s) for s in samples] if isinstance(samples, list) else []


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def sample_of(sample: Mapping[str, Any], model: str) -> LoggedSample:
    """One sample as Inspect's log has it. `model` is told where its output names none."""
    attached = _mapping(sample.get("attachments"))
    output = _mapping(_resolved(sample.get("output"), attached))
    choices = output.get("choices")
    first = _mapping(choices[0]) if isinstance(choices, list) and choices else {}
    content = _mapping(first.get("message")).get("content", output.get("completion", ""))
    messages = _resolved(sample.get("messages"), attached)
    sent = [m for m in messages if isinstance(m, dict)] if isinstance(messages, list) else []
    usage = _mapping(output.get("usage"))
    scores = _mapping(sample.get("scores"))
    score: Mapping[str, Any] = next((s for s in map(_mapping, scores.values())), {})
    error = _mapping(sample.get("error"))
    given = sample.get("choices")
    return LoggedSample(
        id=str(sample.get("id", "")),
        reply=text_of(content),
        model=str(output.get("model") or model).removeprefix("examsim/"),  # as our own logs have it
        prompt="\n\n".join(_prompt(sent)) or text_of(_resolved(sample.get("input"), attached)),
        options=tuple(str(c) for c in given) if isinstance(given, list) else (),
        epoch=number_of(sample.get("epoch")) or 1,
        finish=finish_of(first.get("stop_reason")),
        error=str(error.get("message") or "an error without words") if error else "",
        reasoning=thought_of(content),
        prompt_tokens=number_of(usage.get("input_tokens")),
        completion_tokens=number_of(usage.get("output_tokens")),
        reasoning_tokens=number_of(usage.get("reasoning_tokens")),
        tools_used=any(m.get("role") == "tool" or m.get("tool_calls") for m in sent),
        score=score_of(score.get("value")),
        read=str(score.get("answer") or ""),
    )


def _prompt(messages: list[dict[str, Any]]) -> Iterator[str]:
    """What was sent before the last reply."""
    last = max((i for i, m in enumerate(messages) if m.get("role") == "assistant"), default=len(messages))
    return (text_of(m.get("content")) for m in messages[:last])


def _resolved(value: Any, attached: Mapping[str, Any]) -> Any:
    """The value with long texts put back where Inspect left `attachment://<hash>` in their place."""
    if isinstance(value, str):
        return attached.get(value.removeprefix(_ATTACHED), value) if value.startswith(_ATTACHED) else value
    if isinstance(value, list):
        return [_resolved(v, attached) for v in value]
    if isinstance(value, dict):
        return {k: _resolved(v, attached) for k, v in value.items()}
    return value


INSPECT = LogReader("inspect", "Inspect's .eval or .json", _fits, read_inspect)
