"""What the semantic tier sees of rewritten copies and of paraphrases, and what it calls near though it is not there.

    python semantic.py QUESTIONS INJECTED BACKGROUND MODEL [--megabytes 20] [--negatives 250]

The corpus holds the 'rewritten' copies and the hard negatives of the same topics of INJECTED, the paraphrases beside
this file in background documents, and the first megabytes of BACKGROUND. The form: the questions of those copies
and paraphrases, and negatives: questions that occur nowhere in it in any form.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import orjson
from inject import inject
from question_sets import questions

from contamination.corpora import open_corpus
from contamination.semantic.model import SentenceModel
from contamination.semantic.nearest import semantic_pass, share_by_words
from contamination.types import Item, Semantic

THRESHOLDS = (0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90)
PARAPHRASES = Path(__file__).with_name("paraphrases.jsonl")
SEED = 5


def corpus(options: argparse.Namespace, folder: Path) -> dict[str, tuple[str, str]]:
    """Write the corpus; question → (kind, document) for what is in it."""
    random, there = Random(SEED), {}
    truth = {t["document"]: t for t in _lines(options.injected / "truth.jsonl")}
    size = 0
    with (folder / "corpus.jsonl").open("wb") as file:
        for record in _lines(options.injected / "injected.jsonl"):
            t = truth[record["id"]]
            if t["kind"] in ("rewritten", "topic"):
                file.write(orjson.dumps(record) + b"\n")
            if t["kind"] == "rewritten":
                there[t["question"]] = (t["kind"], record["id"])
        hosts = (r for path in sorted(options.background.glob("*.jsonl")) for r in _lines(path))
        for n, line in enumerate(_lines(PARAPHRASES)):
            document = f"paraphrase-{n}"
            host = next(h["text"] for h in hosts if len(h["text"]) > 1_000)
            text = inject(host, line["paraphrase"], random)
            file.write(orjson.dumps({"id": document, "text": text}) + b"\n")
            there[line["question"]] = ("paraphrase", document)
        for record in hosts:
            size += file.write(orjson.dumps(record) + b"\n")
            if size > options.megabytes * 1e6:
                break
    return there


def _lines(path: Path) -> list[dict[str, str]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def report(form: list[Item], there: dict[str, tuple[str, str]], nearest: tuple[Semantic | None, ...]) -> None:
    kinds: dict[str, list[float]] = {"rewritten": [], "paraphrase": [], "negative": []}
    rows: list[tuple[float, str, str]] = []
    for item, near in zip(form, nearest, strict=True):
        kind, document = there.get(item.id, ("negative", ""))
        right = near is not None and (kind == "negative" or near.document == document)
        kinds[kind].append(near.similarity if near is not None and right else -1.0)
        if near is not None and kind == "negative":
            rows.append((near.similarity, item.id, near.document or ""))
    print(
        "nearest passage is the injected one:", {k: f"{sum(s > -1 for s in v)} of {len(v)}" for k, v in kinds.items()}
    )
    print("similarity  " + "  ".join(f"{k:>14s}" for k in kinds))
    for threshold in THRESHOLDS:
        shares = (np.mean(np.array(v) >= threshold) for v in kinds.values())
        print(f"  >= {threshold:.2f}   " + "  ".join(f"{share:14.3f}" for share in shares))
    print("nearest negatives:", *sorted(rows, reverse=True)[:8], sep="\n  ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("questions", "injected", "background"):
        parser.add_argument(name, type=Path)
    parser.add_argument("model")
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--negatives", type=int, default=250)
    options = parser.parse_args()
    items = {item.id: item for item in questions(options.questions)}
    with TemporaryDirectory() as name:
        there = corpus(options, Path(name))
        others = [item for item in items.values() if item.id not in there]
        form = [items[q] for q in there] + Random(SEED).sample(others, options.negatives)
        path = Path(name) / "corpus.jsonl"
        model = SentenceModel(options.model)
        start = time.process_time()
        found = share_by_words(form, (open_corpus([path]), open_corpus([path])))
        read = time.process_time() - start
        documents = {q: d for q, (_, d) in there.items()}
        for kind in ("rewritten", "paraphrase"):
            asked = [i for i, item in enumerate(form) if there.get(item.id, ("",))[0] == kind]
            kept = sum(any(c.document == documents[form[i].id] for c in found.best[i]) for i in asked)
            print(f"{kind}: the injected passage is among the candidates for {kept} of {len(asked)}")
        start = time.process_time()
        nearest = semantic_pass(form, found, model)
        embedded = time.process_time() - start
        report(form, there, nearest)
        speed, each = path.stat().st_size / 1e6 / read, embedded / len(form)
        print(f"candidates: {speed:.1f} MB per CPU second; embedding: {each:.2f} CPU s a question")


if __name__ == "__main__":
    main()
