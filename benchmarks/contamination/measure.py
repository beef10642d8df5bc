"""Recall by kind of change, precision and hard negatives, on copies injected by inject.py.

    python measure.py QUESTIONS INJECTED [BACKGROUND] [--rules examsim,gpt4]

Recall: share of injected copies whose question is called, with evidence from the document that holds it. Precision:
share of the questions called that were injected (in any document). Questions with the same text, and near copies whose
injected sister shares four fifths of their 5-character sequences, count as one.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import orjson
from question_sets import questions

from contamination.audit import audit
from contamination.types import Audit, Item

HARD_NEGATIVES = ("topic", "boilerplate", "numbers")


def sequences(item: Item) -> set[str]:
    text = "".join(c for c in f"{item.question}{''.join(item.options)}".lower() if c.isalnum())
    return {text[i : i + 5] for i in range(len(text) - 4)}


def alike(a: Item, b: Item) -> bool:
    first, second = sequences(a), sequences(b)
    return len(first & second) >= 0.8 * len(first | second)


@dataclass
class Judged:
    """What a rule made of the plants: `hits` of `totals` by kind, questions `called`, the `wrong` ones, the missed."""

    totals: Counter[str]
    hits: Counter[str]
    called: int
    wrong: list[tuple[str, str]]
    missed: list[dict[str, str]]

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / max(1, self.called)


def judged(result: Audit, rule: str, items: dict[str, Item], truth: list[dict[str, str]]) -> Judged:
    called = {i.question: i for i in result.items if rule in i.flagged_by}
    positives = {t["question"]: t for t in truth if t["kind"] not in HARD_NEGATIVES}
    totals, hits = Counter(t["kind"] for t in truth), Counter[str]()
    by_document = defaultdict(set)
    for item in called.values():
        for evidence in item.evidence:
            if rule in evidence.rules:
                by_document[evidence.document].add(item.question)
    missed = []
    for t in truth:
        names = by_document[t["document"]]
        if t["kind"] in ("topic", "boilerplate"):
            hits[t["kind"]] += bool(names)
        elif t["question"] in names or any(alike(items[t["question"]], items[n]) for n in names):
            hits[t["kind"]] += 1
        else:
            missed.append(t)
    sources = {t["document"]: t for t in truth}
    wrong = []
    for name, item in called.items():
        if name in positives:
            continue
        from_ = [sources.get(e.document or "") for e in item.evidence]
        if any(t and t["question"] in items and alike(items[t["question"]], items[name]) for t in from_):
            continue
        wrong.append((name, from_[0]["kind"] if from_ and from_[0] else "background"))
    return Judged(totals, hits, len(called), wrong, missed)


def table(result: Audit, rule: str, items: dict[str, Item], truth: list[dict[str, str]], verdict: str) -> None:
    found = judged(result, rule, items, truth)
    positives = {t["question"]: t for t in truth if t["kind"] not in HARD_NEGATIVES}
    print(f"\n{rule}: {found.called} questions called, precision {found.precision:.4f}")
    for kind, total in sorted(found.totals.items()):
        print(f"  {kind:12s} {found.hits[kind] / total:.3f}  ({found.hits[kind]} of {total})")
    if rule == "examsim":
        variants = {i.question for i in result.items if i.verdict == "variant"}
        numbers = [t for t in truth if t["kind"] == "numbers"]
        print(f"  numbers marked as variants {sum(t['question'] in variants for t in numbers) / len(numbers):.3f}")
        print(f"  copies marked as variants {Counter(positives[v]['kind'] for v in variants if v in positives)}")
    print("  wrong:", Counter(kind for _, kind in found.wrong), found.wrong[:12])
    if verdict and rule == "examsim":
        for t in [t for t in found.missed if t["kind"] in verdict.split(",")][:40]:
            seen = next(i for i in result.items if i.question == t["question"])
            print(
                "  MISSED",
                len(items[t["question"]].question),
                len("".join(items[t["question"]].options)),
                t["kind"],
                t["question"],
                seen.verdict,
                seen.scores,
                repr(t["copy"][:160]),
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("injected", type=Path)
    parser.add_argument("background", type=Path, nargs="?")
    parser.add_argument("--rules", default="examsim,gpt4")
    parser.add_argument("--missed", default="", help="kinds whose misses are listed")
    options = parser.parse_args()
    items = questions(options.questions)
    truth = [orjson.loads(line) for line in (options.injected / "truth.jsonl").read_bytes().splitlines()]
    corpus = [options.injected / "injected.jsonl", *([options.background] if options.background else [])]
    rules = tuple(options.rules.split(","))
    result = audit(items, corpus, form="questions", form_hash="", rules=rules)
    by_id = {item.id: item for item in items}
    for rule in rules:
        table(result, rule, by_id, truth, options.missed)
    print(result.stats.documents, "documents", result.stats.bytes / 1e6, "MB")


if __name__ == "__main__":
    main()
