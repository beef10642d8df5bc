"""corpus-assay: 13-grams of words without stop words, three in a document."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import orjson
import yaml
from figures import Hits, Item, Scan, measure

COMMAND = str(Path(sys.executable).parent / "corpus-assay")


def build(items: list[Item], folder: Path) -> Scan:
    questions = folder / "questions.jsonl"
    with questions.open("wb") as file:
        for item in items:
            file.write(orjson.dumps({"text": "\n".join([item.question, *item.options])}) + b"\n")
    config, index = folder / "config.yaml", folder / "index.native"
    benchmark = {
        "name": "Q",
        "dataset": "json",
        "data_files": {"test": str(questions)},
        "splits": ["test"],
        "fields": ["text"],
    }
    config.write_text(yaml.safe_dump({"benchmarks": [benchmark], "ngram": 13, "min_hits": 3, "min_coverage": 0.001}))
    _run("build-index", "--config", config, "--out-index", index, "--allow-unpinned")

    def scan(path: Path) -> Hits:
        output = folder / f"scan-{path.stem}"
        _run(
            *("scan", "--config", config, "--index", index, "--input", path, "--id-key", "id", "--out-dir", output),
            *("--workers", "1", "--max-return-records", "1000000"),
        )
        for file in sorted((output / "contaminated_docs").glob("*.ndjson")):
            for line in file.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                named = [items[int(hit["item_id"])].id for hit in record["item_hits"]]
                yield record["doc_id"].rpartition("-part-")[0], named

    return scan


def _run(*arguments: object) -> None:
    subprocess.run([COMMAND, "--quiet", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    measure("corpus-assay", "13-grams, 3 hits", version("corpus-assay"), build)
