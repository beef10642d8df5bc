"""Verdicts on public sets as they are: does a question of one set stand in another, and is what is named a copy?

    python natural.py QUESTIONS [--sets aime,gsm8k] [--show copy,sister,unread]

QUESTIONS is the folder of `question_sets.py`. `natural_labels.tsv` holds what a person read: pairs of ids (set,
question, document) and a label, no text:

copy     the same problem, in whatever spelling; a part of it counts, a translation too
variant  the same problem with other numbers or names, wanting another answer
sister   another problem of the same template, or of the same story
other    nothing but common phrases

Precision: share of the contaminated questions that have a copy among the documents named for them. Recall: share of
the questions with a copy that are contaminated. A pair that nobody has read counts as wrong and is listed.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
from question_sets import agieval, arc, gsm8k, held_out, mmlu

from contamination.audit import audit
from contamination.types import Audit, Item

LABELS = Path(__file__).with_name("natural_labels.tsv")
Documents = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Pair:
    """The questions that are looked for and the documents in which they may stand, as (id, text)."""

    questions: Callable[[Path], list[Item]]
    documents: Callable[[Path], Documents]


def _aime(folder: Path) -> Documents:
    for split in ("train", "test"):
        path = folder / f"agentica-project__rllm/rllm/data/{split}/math/aime.json"
        for n, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            yield f"aime-{split}/{n}", row["problem"]


def _written(items: list[Item]) -> Documents:
    for item in items:
        yield item.id, "\n".join((item.question, *item.options))


def _arc_train(folder: Path) -> Documents:
    for part in ("Train", "Dev"):
        path = folder / f"raybears__cot-transparency/data/arc_challenge/ARC-Challenge-{part}.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            choices = " ".join(f"({c['label']}) {c['text']}" for c in row["question"]["choices"])
            yield row["id"], f"{row['question']['stem']} {choices}"


def _adapters(folder: Path, *names: str) -> Documents:
    for name in names:
        path = folder / f"AGI-Edgerunners__LLM-Adapters/dataset/{name}/test.json"
        for n, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            yield f"{name}/{n}", f"{row['instruction']}\n{row['output']}"


PAIRS = {
    "aime": Pair(lambda f: [i for i in agieval(f) if i.id.startswith("agieval/math/")], _aime),
    "gsm8k": Pair(lambda f: list(gsm8k(f, "test")), lambda f: _written(list(gsm8k(f, "train")))),
    "arc": Pair(lambda f: list(arc(f)), _arc_train),
    "challenge": Pair(
        lambda f: [i for i in arc(f) if i.id.startswith("arc-challenge")],
        lambda f: _adapters(f, "ARC-Easy", "openbookqa", "winogrande"),
    ),
    "easy": Pair(
        lambda f: [i for i in arc(f) if i.id.startswith("arc-easy")],
        lambda f: _adapters(f, "ARC-Challenge", "openbookqa", "winogrande"),
    ),
    "mmlu": Pair(lambda f: list(mmlu(f, "test")), lambda f: _written(held_out(f))),
}


def run(pair: Pair, folder: Path, keep: int) -> tuple[Audit, dict[str, Item], dict[str, str]]:
    """The audit of one pair, the questions and the documents."""
    items, documents = pair.questions(folder), dict(pair.documents(folder))
    with tempfile.TemporaryDirectory() as place:
        corpus = Path(place) / "corpus.jsonl"
        corpus.write_bytes(b"".join(orjson.dumps({"id": i, "text": t}) + b"\n" for i, t in documents.items()))
        result = audit(items, [corpus], form="natural", form_hash="", rules=("examsim",), keep=keep)
    return result, {i.id: i for i in items}, documents


def read_labels() -> dict[tuple[str, str, str], str]:
    """(set, question, document) → label."""
    if not LABELS.exists():
        return {}
    with LABELS.open(encoding="utf-8", newline="") as file:
        return {(r["set"], r["question"], r["document"]): r["label"] for r in csv.DictReader(file, delimiter="\t")}


def report(name: str, result: Audit, labels: dict[tuple[str, str, str], str]) -> dict[tuple[str, str], str]:
    """Print the figures of a set; gives the label of every pair named by its verdict, 'unread' where there is none."""
    named = {
        (i.question, str(e.document)): labels.get((name, i.question, str(e.document)), "unread")
        for i in result.items
        for e in i.evidence
        if "examsim" in e.rules and i.verdict == "contaminated"
    }
    called = {i.question for i in result.items if i.verdict == "contaminated"}
    right = {q for (q, _), label in named.items() if label == "copy"}
    known = {q for (s, q, _), label in labels.items() if s == name and label == "copy"}
    counts = {v: sum(i.verdict == v for i in result.items) for v in dict.fromkeys(i.verdict for i in result.items)}
    print(
        f"{name:10s} {len(result.items)} questions, {result.stats.documents} documents: {len(called)} contaminated, "
        f"precision {len(right) / max(1, len(called)):.3f}, "
        f"recall {len(known & called) / max(1, len(known)):.3f} ({len(known & called)} of {len(known)}); {counts}"
    )
    for question in sorted(known - called):
        verdict = next(i.verdict for i in result.items if i.question == question)
        print(f"  missed {question} ({verdict})")
    return named


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--sets", default=",".join(PAIRS))
    parser.add_argument("--show", default="unread", help="labels whose pairs are printed with their text")
    parser.add_argument("--keep", type=int, default=5)
    options = parser.parse_args()
    labels = read_labels()
    for name in options.sets.split(","):
        result, items, documents = run(PAIRS[name], options.questions, options.keep)
        for (question, document), label in report(name, result, labels).items():
            if label in options.show.split(","):
                item = items[question]
                print(f"  {label}\t{question}\t{document}\n    Q {' | '.join((item.question, *item.options))!r}")
                print(f"    D {documents[document]!r}")


if __name__ == "__main__":
    main()
