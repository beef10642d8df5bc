"""Recall and precision by kind of change, of an index beside the file scan, over the same corpus.

    python indexes.py QUESTIONS INJECTED BACKGROUND INDEX [--rules examsim,gpt4]

INJECTED is what inject.py wrote, BACKGROUND what background.py wrote, INDEX an infini-gram index of bytes over both
(docs/indexes.md; the indexer reads JSON Lines below one folder: link the files into it). Recall and precision are
those of measure.py. Prints a Markdown table, the requests and the CPU time.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

import orjson
from measure import Judged, judged
from question_sets import questions

from contamination.audit import audit
from contamination.scan.progress import Progress
from contamination.types import Audit, Item

COPIES = (
    "verbatim", "case", "html", "markdown", "pdf", "edits 1%", "edits 3%", "edits 5%", "reordered", "half", "synonyms",
    "rewritten",
)  # fmt: skip
NEGATIVES = ("numbers", "topic", "boilerplate")


last = 0.0


def shown(progress: Progress) -> None:
    global last
    if progress.share and abs(progress.share - last) >= 0.05:
        last = progress.share
        print(f"{progress.share:.0%}, {progress.documents:,} excerpts, {progress.seconds:,.0f} s", file=sys.stderr)


def audited(items: list[Item], corpus: list[str | Path], rules: tuple[str, ...]) -> tuple[Audit, float]:
    start = time.process_time()
    found = audit(items, corpus, form="questions", form_hash="", rules=rules, progress=shown)  # type: ignore[arg-type]
    return found, time.process_time() - start


def row(name: str, found: Judged) -> str:
    shares = [f"{100 * found.hits[k] / found.totals[k]:.0f}" for k in (*COPIES, *NEGATIVES)]
    return " | ".join([f"| {name}", *shares, f"{found.called:,}", f"{found.precision:.4f} |"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("questions", "injected", "background", "index"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--rules", default="examsim,gpt4")
    options = parser.parse_args()
    items = questions(options.questions)
    by_id = {item.id: item for item in items}
    truth = [orjson.loads(line) for line in (options.injected / "truth.jsonl").read_bytes().splitlines()]
    rules = tuple(options.rules.split(","))
    files: list[str | Path] = [options.injected / "injected.jsonl", options.background]
    head = ["way, rule", *COPIES, *NEGATIVES, "named", "precision"]
    print(f"| {' | '.join(head)} |\n|---|{'---:|' * (len(head) - 1)}", flush=True)
    for name, corpus in (("file scan", files), ("index", [f"infini-gram:{options.index.resolve()}"])):
        found, seconds = audited(items, corpus, rules)
        for rule in rules:
            print(row(f"{name}, {rule}", judged(found, rule, by_id, truth)), flush=True)
        told = f"{name}: {seconds:,.0f} CPU s, {found.stats.documents:,} documents, {found.stats.bytes / 1e6:,.1f} MB"
        for index in found.indexes:
            told += f", {index.requests:,} requests ({index.requests / len(items):.1f} a question)"
            told += f", {index.excerpts:,} excerpts, {len(index.too_common)} questions open"
        print(told, Counter(item.verdict for item in found.items), file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
