"""TruthfulQA multiple choice (Lin et al. 2022, arXiv:2109.07958): the right option stands first, so they are shuffled.

Three layouts: mc1_targets as an object of text → 0/1, as choices and labels (hub), and the CSV's best answer against
its incorrect ones. MC1 has one right option; MC2's several are not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft
from exams.loaders.options.seeded_shuffle import shuffled
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.row import Row


def _fits(fields: Mapping[str, Any]) -> bool:
    return "mc1_targets" in fields or {"Best Answer", "Incorrect Answers"} <= fields.keys()


def _draft(row: Row, import_options: ImportOptions) -> Draft:
    if row.get("mc1_targets") is None:
        stem = row.text("Question")
        wrong = [part.strip() for part in row.text("Incorrect Answers").split(";")]
        texts, right = [row.text("Best Answer").strip(), *[w for w in wrong if w]], [0]
    else:
        stem = row.text("question")
        targets = row.mapping("mc1_targets")
        if {"choices", "labels"} <= targets.keys():
            inner = row.inner("mc1_targets")
            texts, marks = inner.texts("choices"), inner.texts("labels")
        else:
            texts, marks = list(targets), [str(mark) for mark in targets.values()]
        right = [i for i, mark in enumerate(marks) if mark == "1"]
    if len(right) != 1 or right[0] >= len(texts):
        raise row.fault(f"{len(right)} options are marked right, not one")
    options, key = shuffled(texts, right[0], stem, import_options.seed)
    topic = row.optional_text("Category")
    return row.draft(stem, options=options, key=key, topic=topic)


SHAPE = RecordAdapter(
    "truthfulqa",
    "TruthfulQA MC1 (JSON, hub, CSV); options are shuffled by --seed",
    _fits,
    each(_draft),
    unused=("Correct Answers", "correct_answers", "Best Incorrect Answer", "mc2_targets", "mc0_targets", "mc1_targets"),
)
