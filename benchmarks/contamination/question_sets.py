"""Public question sets as audit items: the questions to look for, and held-out ones of the same topics.

The folder is not part of the project. It holds copies of public repositories as OWNER__NAME/…:
raybears/cot-transparency (MMLU), ruixiangcui/AGIEval, openai/grade-school-math, AGI-Edgerunners/LLM-Adapters (ARC).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from contamination.types import Item

LETTERS = "ABCDE"


def questions(folder: Path) -> list[Item]:
    """About 18,000 questions: MMLU test, AGIEval, GSM8K test, ARC test."""
    return [*mmlu(folder, "test"), *agieval(folder), *gsm8k(folder, "test"), *arc(folder)]


def held_out(folder: Path) -> list[Item]:
    """Questions of the same topics and style that are not looked for: MMLU dev and val, GSM8K train."""
    return [*mmlu(folder, "dev"), *mmlu(folder, "val"), *gsm8k(folder, "train")]


def mmlu(folder: Path, split: str) -> Iterator[Item]:
    for path in sorted((folder / "raybears__cot-transparency/data/mmlu" / split).glob("*.csv")):
        subject = path.stem.removesuffix(f"_{split}")
        with path.open(encoding="utf-8", newline="") as file:
            for n, (question, *options, key) in enumerate(csv.reader(file)):
                answer = options[LETTERS.index(key)]
                yield Item(f"mmlu-{split}/{subject}/{n}", question, tuple(options), answer)


def agieval(folder: Path) -> Iterator[Item]:
    for path in sorted((folder / "ruixiangcui__AGIEval/data/v1").glob("*.jsonl")):
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            options = tuple(re.sub(r"^\([A-Z]\)", "", o) for o in row["options"] or ())
            label = row["label"] if isinstance(row["label"], str) else ""
            answer = (
                options[LETTERS.index(label)] if options and label in LETTERS and label else row.get("answer") or ""
            )
            yield Item(f"agieval/{path.stem}/{n}", row["question"], options, str(answer), row["passage"] or "")


def gsm8k(folder: Path, split: str) -> Iterator[Item]:
    path = folder / f"openai__grade-school-math/grade_school_math/data/{split}.jsonl"
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        yield Item(f"gsm8k-{split}/{n}", row["question"], (), row["answer"].rpartition("####")[2].strip())


def arc(folder: Path) -> Iterator[Item]:
    for name in ("ARC-Challenge", "ARC-Easy"):
        path = folder / f"AGI-Edgerunners__LLM-Adapters/dataset/{name}/test.json"
        for n, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            text = row["instruction"].removeprefix("Please choose the correct answer to the question: ")
            text = text.rpartition("\n\nAnswer format")[0]
            stem, _, rest = text.partition("\n\nAnswer1: ")
            options = tuple(re.split(r" Answer\d: ", rest))
            yield Item(f"{name.lower()}/{n}", stem, options, options[int(row["answer"].removeprefix("answer")) - 1])
