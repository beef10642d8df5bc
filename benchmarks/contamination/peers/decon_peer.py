"""decon (allenai) through its Python binding `decontaminate`. `--lenient`: threshold 0.6, short ones too."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import decon
import orjson
from figures import Hits, Item, Scan, measure, records

THRESHOLD, SHORTEST = 0.8, 20  # decon's own


def build(items: list[Item], folder: Path) -> Scan:
    """decon wants one record for each possible answer, and indexes anew at every call."""
    evals = folder / "evals"
    evals.mkdir()
    with (evals / "questions.jsonl").open("wb") as file:
        for line in eval_records(items):
            file.write(line)

    def scan(path: Path) -> Hits:
        report = folder / f"report-{path.stem}"
        decon.detect(
            decon.Config(
                training_dir=str(path.parent),
                evals_dir=str(evals),
                report_output_dir=str(report),
                worker_threads=1,
                contamination_score_threshold=threshold,
                eval_min_token_length=shortest,
            )
        )
        ids = [name for name, _ in records(path)]
        for found in sorted(report.rglob("*.jsonl*")):
            data = found.read_bytes()
            for line in (gzip.decompress(data) if found.suffix == ".gz" else data).splitlines():
                record = orjson.loads(line)
                yield ids[record["training_line"]], [items[record["eval_instance_index"]].id]

    return scan


def eval_records(items: list[Item]) -> Iterator[bytes]:
    number = 0
    for n, item in enumerate(items):
        for answer in item.options or (item.answer,):
            record = {
                "eval_key": "questions",
                "config": "all",
                "split": "test",
                "eval_instance_index": n,
                "doc_id": number,
                "question": item.question,
                "answer": answer,
                "is_correct": answer == item.answer,
                "fingerprint": f"{number:016x}",
            }
            if item.passage:
                record["passage"] = item.passage
            yield orjson.dumps(record) + b"\n"
            number += 1


if __name__ == "__main__":
    lenient = "--lenient" in sys.argv
    if lenient:
        sys.argv.remove("--lenient")
    threshold, shortest = (0.6, 0) if lenient else (THRESHOLD, SHORTEST)
    rule = f"score {threshold}, {shortest} tokens or more"
    measure("decon", rule, version("decontaminate"), build)
