"""Inject changed copies of questions, and hard negatives, into background documents.

    python inject.py QUESTIONS BACKGROUND WORDNET OUTPUT --seed 7

writes OUTPUT/injected.jsonl (documents) and OUTPUT/truth.jsonl (which holds what). No question is injected twice.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import orjson
from question_sets import held_out, questions
from wordnet import synonyms

from contamination.self_test.changes import changes, other_numbers, written_out
from contamination.text.normalise import normalise
from contamination.types import Item

EACH = 250
SYNONYMS = 0.5  # share of the words with synonyms that are replaced: one word in five or six of all
TOPIC, BOILERPLATE = 400, 200


def hosts(background: Path, random: Random) -> Iterator[str]:
    """Texts of background documents of usual length, in random order."""
    lines = []
    for path in sorted(background.glob("*.jsonl")):
        lines += path.read_bytes().splitlines()[::10]
    random.shuffle(lines)
    for line in lines:
        text = orjson.loads(line)["text"]
        if len(text) > 1_000:
            yield text


def common_sentences(items: list[Item], count: int) -> list[str]:
    """The sentences of 50 normalised characters or more that the most questions share."""
    found: Counter[str] = Counter()
    for item in items:
        found.update({s for s in re.split(r"(?<=[.?!:])\s+", item.question) if len(normalise(s).text) >= 50})
    return [s for s, n in found.most_common(count) if n > 1]


def near_copies(items: list[Item], others: list[Item]) -> set[str]:
    """Ids of the held-out questions that share half of their 5-word sequences with a question looked for."""

    def sequences(item: Item) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", f"{item.question} {' '.join(item.options)}".lower())
        return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}

    known = {s for item in items for s in sequences(item)}
    return {o.id for o in others if (own := sequences(o)) and len(own & known) >= len(own) / 2}


class Ambiguous:
    """Tells halves that hold fewer than 40 letters of the question's own: nobody could say which one they copy."""

    def __init__(self, items: list[Item]) -> None:
        self._owner: dict[str, str] = {}
        for item in items:
            for window in self._windows(f"{item.question}\n{chr(10).join(item.options)}", 1):
                self._owner[window] = item.id if self._owner.get(window, item.id) == item.id else ""

    @staticmethod
    def _windows(text: str, step: int) -> Iterator[str]:
        plain = normalise(text).text
        return (plain[i : i + 24] for i in range(0, len(plain) - 23, step))

    def __call__(self, item: Item, copy: str) -> bool:
        own = sum(self._owner.get(window) == item.id for window in self._windows(copy, 1))
        return own + 23 < 40


def inject(host: str, copy: str, random: Random) -> str:
    """The copy as a paragraph of its own at some line end of the host."""
    ends = [m.end() for m in re.finditer(r"\n", host)] or [len(host)]
    at = random.choice(ends)
    return f"{host[:at]}\n{copy}\n\n{host[at:]}"


def main(folder: Path, background: Path, wordnet: Path, output: Path, seed: int) -> None:
    random = Random(seed)
    items = questions(folder)
    pool = items[:]
    random.shuffle(pool)
    host = hosts(background, random)
    ambiguous = Ambiguous(items)
    output.mkdir(parents=True, exist_ok=True)
    records: list[tuple[str, str, str]] = []  # kind, item id, copy
    for kind, change in [*changes(synonyms(wordnet), SYNONYMS).items(), ("numbers", other_numbers)]:
        left = EACH
        skipped = []
        while left:
            item = pool.pop()
            copy = change(item, random) if len(normalise(item.question).text) >= 12 else None
            if copy is None or (kind == "half" and ambiguous(item, copy)):
                skipped.append(item)
                continue
            records.append((kind, item.id, copy))
            left -= 1
        pool[:0] = skipped
    others = held_out(folder)
    near = near_copies(items, others)
    unlike = [o for o in others if o.id not in near]
    records += [("topic", o.id, written_out(o, random)) for o in random.sample(unlike, TOPIC)]
    sentences = common_sentences(items, 60)
    records += [("boilerplate", "", random.choice(sentences)) for _ in range(BOILERPLATE)]
    random.shuffle(records)
    with (output / "injected.jsonl").open("wb") as documents, (output / "truth.jsonl").open("wb") as truth:
        for n, (kind, item_id, copy) in enumerate(records):
            text = inject(next(host), copy, random)
            documents.write(orjson.dumps({"id": f"injected-{n}", "text": text}) + b"\n")
            truth.write(
                orjson.dumps({"document": f"injected-{n}", "kind": kind, "question": item_id, "copy": copy}) + b"\n"
            )
    print(Counter(kind for kind, _, _ in records), f"{len(near)} near copies left out of the hard negatives")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("questions", "background", "wordnet", "output"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    main(options.questions, options.background, options.wordnet, options.output, options.seed)
