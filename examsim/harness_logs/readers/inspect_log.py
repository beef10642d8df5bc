"""Inspect's logs: `.eval` (a zip of one JSON a sample) and `.json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
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
_MOST_ATTACHED = 32 * 2**20  # characters of one sample: an attachment may be named any number of times


def _fits(path: Path, head: bytes) -> bool:
    if head[:4] == b"PK\x03\x04":
        return path.suffix == ".eval"
    return head.lstrip()[:1] == b"{" and b'"eval"' in head and b'"status"' in head


def read_inspect(path: Path) -> HarnessLog:
    """Header and samples. InputError for a log without samples."""
    head, samples = _packed(path) if path.suffix == ".eval" else _plain(path)
    about = _mapping(head.get("eval"))
    model = _shown_model(about.get("model"))
    logged = tuple(s if s.model else replace(s, model=model) for s in samples)
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


def _packed(path: Path) -> tuple[Mapping[str, Any], list[LoggedSample]]:
    head: Mapping[str, Any] = {}
    start: Mapping[str, Any] = {}
    samples = []
    for name, data in members(path):
        if name == "header.json":
            head = _mapping(json_of(path, data))
        elif name == "_journal/start.json":
            start = _mapping(json_of(path, data))
        elif name.startswith("samples/") and name.endswith(".json"):
            samples.append(sample_of(_mapping(json_of(path, data)), path=path))
    if not head and not start:
        raise InputError("an .eval file without a header", where=path, hint="is it a log of Inspect?")
    return head or {**start, "status": "started"}, samples


def _plain(path: Path) -> tuple[Mapping[str, Any], list[LoggedSample]]:
    log = _mapping(json_of(path))
    samples = log.get("samples")
    return log, [sample_of(_mapping(s), path=path) for s in samples] if isinstance(samples, list) else []


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _shown_model(name: Any) -> str:
    return str(name or "").removeprefix("examsim/")  # as our own logs have it


def sample_of(sample: Mapping[str, Any], model: str = "", path: Path | None = None) -> LoggedSample:
    """One sample as Inspect's log has it, without the rest of its file. `model` is told where its output names none.

    InputError, with `path`, where it names its attachments far too often.
    """
    attached = _Attachments(path, _mapping(sample.get("attachments")))
    output = _mapping(attached.put_back(sample.get("output")))
    choices = output.get("choices")
    first = _mapping(choices[0]) if isinstance(choices, list) and choices else {}
    content = _mapping(first.get("message")).get("content", output.get("completion", ""))
    messages = attached.put_back(sample.get("messages"))
    sent = [m for m in messages if isinstance(m, dict)] if isinstance(messages, list) else []
    usage = _mapping(output.get("usage"))
    scores = _mapping(sample.get("scores"))
    score: Mapping[str, Any] = next((s for s in map(_mapping, scores.values())), {})
    error = _mapping(sample.get("error"))
    given = sample.get("choices")
    return LoggedSample(
        id=str(sample.get("id", "")),
        reply=text_of(content),
        model=_shown_model(output.get("model") or model),
        prompt="\n\n".join(_prompt(sent)) or text_of(attached.put_back(sample.get("input"))),
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


class _Attachments:
    """Long texts, which Inspect keeps apart and leaves `attachment://<hash>` in the place of."""

    def __init__(self, path: Path | None, texts: Mapping[str, Any]) -> None:
        self._path, self._texts, self._left = path, texts, _MOST_ATTACHED

    def put_back(self, value: Any) -> Any:
        """The value with the texts in their places. InputError where they come to more than any log of exams holds."""
        if isinstance(value, str):
            return self._text(value) if value.startswith(_ATTACHED) else value
        if isinstance(value, list):
            return [self.put_back(v) for v in value]
        if isinstance(value, dict):
            return {k: self.put_back(v) for k, v in value.items()}
        return value

    def _text(self, mark: str) -> Any:
        text = self._texts.get(mark.removeprefix(_ATTACHED), mark)
        self._left -= len(text) if isinstance(text, str) else 0
        if self._left < 0:
            what = f"a sample whose attachments come to more than {_MOST_ATTACHED >> 20} MiB"
            raise InputError(what, where=self._path, hint="leave it out of the log")
        return text


INSPECT = LogReader("inspect", "Inspect's .eval or .json", _fits, read_inspect)
