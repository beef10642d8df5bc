"""The folder `exchange` of a report: every format, for every run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import orjson

from exams.files.atomic_write import atomic_write
from reports.exchange.datasets import dataset_files
from reports.exchange.eval_ever import eval_record, folder_of, record_uuid, sample_lines
from reports.exchange.tables import CONDA, conda_row, hf_results, irw_rows
from reports.scored_run import ScoredRun


def write_exchange(runs: Sequence[ScoredRun], folder: Path) -> list[Path]:
    """Write `every_eval_ever/`, `eval_results/`, `conda.csv`, `irw.csv`, `decon/` and `datasets/` into `folder`;
    returns the paths.

    No run that anybody has looked for in a corpus, no `conda.csv`.
    """
    made: dict[str, bytes] = {"irw.csv": irw_rows(runs).encode(), **dataset_files([(r.run, r.score) for r in runs])}
    for run in runs:
        samples = sample_lines(run)
        stem = f"every_eval_ever/{folder_of(run)}/{record_uuid(run)}"
        made[f"{stem}.json"] = orjson.dumps(eval_record(run, samples), option=orjson.OPT_INDENT_2) + b"\n"
        made[f"{stem}_samples.jsonl"] = samples
        for name in ("full", "clean", "reported"):
            if text := hf_results(run, name):
                made[f"eval_results/{run.page.removesuffix('.html')}.{name}.yaml"] = text.encode()
    if rows := [row for run in runs if (row := conda_row(run))]:
        made["conda.csv"] = "\n".join((CONDA, *dict.fromkeys(rows), "")).encode()
    for name, data in made.items():
        with atomic_write(folder / name, durable=False) as file:
            file.write(data)
    return [folder / name for name in made]
