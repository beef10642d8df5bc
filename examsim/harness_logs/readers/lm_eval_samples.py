"""lm-evaluation-harness: `samples_<task>_<date>.jsonl`, the model's name from `results_*.json` beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exams.errors import InputError
from examsim.harness_logs.json_objects import json_objects
from examsim.harness_logs.logged_sample import HarnessLog, LoggedSample, LogReader, json_of, score_of


def _fits(path: Path, head: bytes) -> bool:
    return head.lstrip()[:1] == b"{" and b'"doc_id"' in head and (b'"resps"' in head or b'"filtered_resps"' in head)


def read_lm_eval(path: Path) -> HarnessLog:
    """A line a document and filter; several filters read the same replies, so the first line of a document counts."""
    model, harness, created = _about(path)
    samples: list[LoggedSample] = []
    seen: set[str] = set()
    filters: dict[str, int] = {}
    for number, record in json_objects(path):
        if "resps" not in record:
            raise InputError("a line without `resps`", where=path, line=number, hint="log with --log_samples")
        name = str(record.get("filter", "none"))
        filters[name] = filters.get(name, 0) + 1
        document = str(record.get("doc_id", number))
        if document in seen:
            continue
        seen.add(document)
        samples += _samples(record, model)
    if not samples:
        raise InputError("the log holds no sample", where=path, hint="log with --log_samples")
    notes = []
    if len(filters) > 1:
        told = ", ".join(filters)
        notes.append(f"scores of the log are those of its filter {next(iter(filters))!r}, of {told}")
    if any(s.chosen is not None for s in samples):
        notes.append("the log holds likelihoods of options, no text: the likeliest option is taken as the answer")
    if not model:
        notes.append("no results_*.json beside the log: the model's name is not known; give it with --name")
    task = path.stem.removeprefix("samples_").rsplit("_", 1)[0]
    return HarnessLog("lm-eval", path, tuple(samples), harness, created, task, notes=tuple(notes))


def _about(path: Path) -> tuple[str, str, str]:
    """Model, harness with version, date: of the results file with the same date, else of the newest."""
    date = path.stem.rsplit("_", 1)[-1]
    files = sorted(path.parent.glob("results_*.json"), key=lambda f: (date in f.name, f.name))
    if not files:
        return "", "lm-evaluation-harness", ""
    head = json_of(files[-1])
    head = head if isinstance(head, dict) else {}
    kept = head.get("config")
    config: dict[str, Any] = kept if isinstance(kept, dict) else {}
    given = config.get("model_args")
    named = given if isinstance(given, dict) else dict(p.partition("=")[::2] for p in str(given or "").split(","))
    model = named.get("pretrained") or named.get("model") or config.get("model") or head.get("model_name") or ""
    version = head.get("lm_eval_version") or config.get("lm_eval_version") or ""
    return str(model), f"lm-evaluation-harness {version}".strip(), _day(head.get("date"))


def _day(seconds: Any) -> str:
    """Seconds since 1970 as an ISO date; empty for anything else."""
    if isinstance(seconds, int | float) and 0 < seconds < 1e11:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    return ""


def _samples(record: Mapping[str, Any], model: str) -> list[LoggedSample]:
    arguments = _arguments(record.get("arguments"))
    prompt = arguments[0][0] if arguments else ""
    doc = record.get("doc")
    own = doc.get("id") if isinstance(doc, dict) and isinstance(doc.get("id"), str | int) else None
    name = str(own if own is not None else record.get("doc_id", ""))
    metric = next((m for m in record.get("metrics") or () if m in record), "")
    score = score_of(record.get(metric)) if metric else None
    replies = record["resps"]
    if _are_likelihoods(replies):
        sums = [float(r[0][0]) for r in replies]
        best = max(range(len(sums)), key=sums.__getitem__)
        options = tuple(continuation.strip() for _, continuation in arguments)
        chosen = best if len(options) == len(sums) else None
        return [LoggedSample(name, "", model, prompt, options=options, chosen=chosen, score=score)]
    given = replies[0] if isinstance(replies, list) and replies and isinstance(replies[0], list) else replies
    texts = [r if isinstance(r, str) else "" for r in given] if isinstance(given, list) else [str(given)]
    read = record.get("filtered_resps")
    first = str(read[0]) if isinstance(read, list) and read and isinstance(read[0], str) else ""
    return [
        LoggedSample(name, text, model, prompt, epoch=i, score=score if len(texts) == 1 else None, read=first)
        for i, text in enumerate(texts, 1)
    ]


def _are_likelihoods(replies: Any) -> bool:
    """[[[log-probability, is greedy]], …], one for each option; numbers may be written as text."""
    try:
        return bool(replies) and all(len(r[0]) == 2 and float(r[0][0]) <= 0 for r in replies) and len(replies) > 1
    except (TypeError, ValueError, IndexError, KeyError):
        return False


def _arguments(value: Any) -> list[tuple[str, str]]:
    """(context, continuation) of each request; both layouts: {'gen_args_0': {'arg_0': …}} and [[…, …]]."""
    if isinstance(value, dict):
        rows = [list(v.values()) for v in value.values() if isinstance(v, dict)]
    else:
        rows = [list(v) for v in value if isinstance(v, list | tuple)] if isinstance(value, list) else []
    return [(str(r[0]), str(r[1]) if len(r) > 1 and isinstance(r[1], str) else "") for r in rows if r]


LM_EVAL = LogReader("lm-eval", "lm-evaluation-harness samples_*.jsonl", _fits, read_lm_eval)
