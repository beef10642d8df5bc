"""OpenAI Evals' record log: a line for the run's spec, then one an event (sampling, match, metrics)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exams.errors import InputError
from examsim.harness_logs.json_objects import json_objects
from examsim.harness_logs.logged_sample import HarnessLog, LoggedSample, LogReader, score_of, text_of


def _fits(path: Path, head: bytes) -> bool:
    return head.lstrip()[:1] == b"{" and b'"spec"' in head[:400] and b'"completion_fns"' in head


def read_evals(path: Path) -> HarnessLog:
    """The first sampling event of a sample is the candidate's; later ones (a grader's) are counted and left out."""
    spec: Mapping[str, Any] = {}
    first: dict[str, Mapping[str, Any]] = {}
    scores: dict[str, tuple[float | None, str]] = {}
    later = 0
    for _, event in json_objects(path):
        if isinstance(event.get("spec"), dict):
            spec = event["spec"]
        data = event.get("data")
        if not isinstance(data, dict):
            continue
        sample, kind = str(event.get("sample_id")), event.get("type")
        if kind == "sampling":
            later += sample in first
            first.setdefault(sample, data)
        elif kind == "match":
            scores[sample] = (score_of(data.get("correct")), str(data.get("picked") or ""))
        elif kind == "metrics":
            scores.setdefault(sample, (score_of(data.get("score", data.get("accuracy"))), ""))
    functions = spec.get("completion_fns")
    model = str(functions[0]) if isinstance(functions, list) and functions else ""
    samples = tuple(_sample(name, data, model, scores.get(name, (None, ""))) for name, data in first.items())
    if not samples:
        raise InputError("the log holds no sampling event", where=path, hint="give the log that oaieval wrote")
    notes = [f"{later} further samplings of the same samples (a grader's) are left out"] if later else []
    return HarnessLog(
        "evals",
        path,
        samples,
        harness="OpenAI Evals",
        created=str(spec.get("created_at") or ""),
        task=str(spec.get("eval_name") or ""),
        notes=tuple(notes),
    )


def _sample(name: str, data: Mapping[str, Any], model: str, score: tuple[float | None, str]) -> LoggedSample:
    prompt = data.get("prompt")
    sent = [text_of(m) for m in prompt] if isinstance(prompt, list) else [text_of(prompt)]
    sampled = data.get("sampled")
    reply = sampled[0] if isinstance(sampled, list) and sampled else sampled
    usage = data.get("usage") if isinstance(data.get("usage"), dict) else {}
    return LoggedSample(
        id=name,
        reply=text_of(reply),
        model=str(data.get("model") or model),
        prompt="\n\n".join(sent),
        prompt_tokens=int(usage.get("prompt_tokens") or 0) if usage else 0,
        completion_tokens=int(usage.get("completion_tokens") or 0) if usage else 0,
        score=score[0],
        read=score[1],
    )


EVALS = LogReader("evals", "OpenAI Evals' record log (JSONL)", _fits, read_evals)
