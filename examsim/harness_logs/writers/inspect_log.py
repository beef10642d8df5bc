"""A run as Inspect's log (JSON, log version 2), which `inspect view` opens and `inspect log convert` packs as .eval."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from exams.files.json_records import write_json
from examsim import __version__
from examsim.harness_logs.writers.run_rows import RunRow, rows_of
from reports.run_folder import Run

SCORER = "examsim"
_STOP = {"truncated": "max_tokens", "refused": "content_filter", "too_long": "model_length"}


def write_inspect(run: Run, target: Path) -> int:
    """Write the log; the number of samples. Pictures are named, not embedded. InputError for a run without a form."""
    rows = list(rows_of(run))
    known = [p for row in rows if (p := row.proportion) is not None]
    mean = sum(known) / len(known) if known else 0.0
    model = run.head.model if "/" in run.head.model else f"examsim/{run.head.model}"
    metrics = {"mean": {"name": "mean", "value": mean, "params": {}}}
    write_json(
        target,
        {
            "version": 2,
            "status": "success",
            "eval": {
                "eval_id": _short(run.head.id),
                "run_id": _short(run.head.id + run.head.started),
                "created": run.head.started or "1970-01-01T00:00:00+00:00",
                "task": run.head.exam.id,
                "task_id": run.head.id,
                "task_version": 0,
                "task_args": {"form": run.head.form.id, "form_hash": run.head.form.hash},
                "dataset": {
                    "name": run.head.form.id,
                    "samples": len(rows),
                    "sample_ids": [r.question.id for r in rows],
                },
                "model": model,
                "model_args": {},
                "model_generate_config": _generation(run),
                "config": {"epochs": 1},
                "packages": {"examsim": __version__},
                "metadata": _scores(run),
            },
            "plan": {"name": "plan", "steps": [], "config": {}},
            "results": {
                "total_samples": len(rows),
                "completed_samples": len(known),
                "scores": [
                    {
                        "name": SCORER,
                        "scorer": SCORER,
                        "params": {},
                        "metrics": metrics,
                        "scored_samples": len(known),
                        "unscored_samples": len(rows) - len(known),
                    }
                ],
            },
            "stats": {
                "started_at": run.head.started,
                "completed_at": run.head.finished or run.head.started,
                "model_usage": {model: _usage([*rows])},
            },
            "samples": [_sample(row, model) for row in rows],
        },
    )
    return len(rows)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:22]


def _generation(run: Run) -> dict[str, Any]:
    given = run.head.parameters
    return {k: given[k] for k in ("temperature", "max_tokens", "seed", "top_p") if given.get(k) is not None}


def _scores(run: Run) -> dict[str, Any]:
    """What only examsim says: `score.json` (scaled score, percentile, intervals) and the warnings."""
    told: dict[str, Any] = {"examsim_run": run.head.id, "warnings": list(run.head.warnings)}
    if run.score is not None:
        told["score"] = run.score.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return told


def _usage(rows: list[RunRow]) -> dict[str, int]:
    counts = [(r.answer.usage.prompt_tokens, r.answer.usage.completion_tokens) for r in rows]
    sent, received = sum(c[0] for c in counts), sum(c[1] for c in counts)
    return {"input_tokens": sent, "output_tokens": received, "total_tokens": sent + received}


def _sample(row: RunRow, model: str) -> dict[str, Any]:
    question, answer = row.question, row.answer
    sent = [{"role": role, "content": text} for role, text in row.sent]
    content: Any = answer.text
    if answer.reasoning:
        content = [{"type": "reasoning", "reasoning": answer.reasoning}, {"type": "text", "text": answer.text}]
    reply = {"role": "assistant", "content": content, "source": "generate", "model": model}
    failed = answer.status in ("failed", "missing")
    choices = [] if failed else [{"message": reply, "stop_reason": _STOP.get(answer.status, "stop")}]
    sample: dict[str, Any] = {
        "id": question.id,
        "epoch": 1,
        "input": sent or question.stem,
        "choices": [o.text for o in question.options] or None,
        "target": list(question.key) if len(question.key) != 1 else question.key[0],
        "messages": [*(sent or [{"role": "user", "content": question.stem}]), *([] if failed else [reply])],
        "output": {"model": model, "choices": choices, "completion": answer.text, "usage": _usage([row])},
        "scores": {},
        "metadata": {"section": question.section, "kind": question.kind, "status": answer.status, "note": answer.note},
    }
    if row.proportion is not None and row.grade is not None:
        value: Any = {1.0: "C", 0.0: "I"}.get(row.proportion, row.proportion)
        sample["scores"][SCORER] = {
            "value": value,
            "answer": ", ".join(answer.choice),
            "explanation": row.grade.note,
            "metadata": {"points": row.grade.points, "of": row.grade.max_points, "grader": row.grade.grader},
        }
    if failed:
        sample["error"] = {"message": answer.note or answer.status, "traceback": "", "traceback_ansi": ""}
    return {k: v for k, v in sample.items() if v is not None}
