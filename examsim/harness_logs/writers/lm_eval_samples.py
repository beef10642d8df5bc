"""A run as lm-evaluation-harness logs its samples: JSONL, a results file with the model's name beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import orjson

from exams.files.atomic_write import atomic_write
from exams.files.json_records import write_json
from examsim.harness_logs.writers.run_rows import RunRow, rows_of
from reports.run_folder import Run


def write_lm_eval(run: Run, target: Path) -> int:
    """Write `target` (samples) and `results_….json` beside it; the number of samples. A reply that never came is left
    out, as the harness has no word for it; InputError for a run without a form."""
    rows = [row for row in rows_of(run) if row.answer.status not in ("failed", "missing")]
    with atomic_write(target) as file:
        for number, row in enumerate(rows):
            file.write(orjson.dumps(_sample(number, row)) + b"\n")
    known = [p for row in rows if (p := row.proportion) is not None]
    task = run.head.exam.id
    results = {
        "results": {task: {"alias": task, "sample_len": len(rows), "score,none": sum(known) / max(1, len(known))}},
        "config": {"model": "examsim", "model_args": {"model": run.head.model}, **_limits(run)},
        "model_name": run.head.model,
    }
    write_json(target.with_name(target.name.replace("samples_", "results_", 1)).with_suffix(".json"), results)
    return len(rows)


def _limits(run: Run) -> dict[str, Any]:
    return {"gen_kwargs": {k: run.head.parameters.get(k) for k in ("temperature", "max_tokens")}}


def _sample(number: int, row: RunRow) -> dict[str, Any]:
    question = row.question
    prompt = "\n\n".join(text for _, text in row.sent) or question.stem
    doc = {"id": question.id, "question": question.stem, "choices": [o.text for o in question.options]}
    return {
        "doc_id": number,
        "doc": {**doc, "section": question.section},
        "target": ", ".join(question.key),
        "arguments": {"gen_args_0": {"arg_0": prompt, "arg_1": {}}},
        "resps": [[row.answer.text]],
        "filtered_resps": [", ".join(row.answer.choice) or "[invalid]"],
        "filter": "none",
        "metrics": ["score"],
        "doc_hash": hashlib.sha256(orjson.dumps(doc)).hexdigest(),
        "score": row.proportion,
    }
