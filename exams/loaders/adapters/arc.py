"""ARC (Clark et al. 2018, arXiv:1803.05457), OpenBookQA, CommonsenseQA: labelled choices, from the files or the hub.

Labels may be 1–4 as well as A–E, three to five of them; all become letters by position.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft
from exams.loaders.options.option_list import option_texts
from exams.loaders.options.option_text import letter, lettered
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.row import Row


def _fits(fields: Mapping[str, Any]) -> bool:
    question = fields.get("question")
    nested = isinstance(question, Mapping) and {"stem", "choices"} <= question.keys()
    flat = "choices" in fields and not isinstance(fields["choices"], str)
    return "answerKey" in fields and (nested or flat)


def _draft(row: Row, _: ImportOptions) -> Draft:
    inner = row.inner("question") if isinstance(row.get("question"), Mapping) else row
    stem = inner.text("question" if inner.get("question") is not None else "question_stem") if inner is row else ""
    choices = option_texts(inner, "choices")
    key = row.text("answerKey").strip()
    labels = choices.labels or [letter(i) for i in range(len(choices.texts))]
    if key not in labels:
        raise row.fault(f"the key {key!r} is not one of the labels {', '.join(labels)}")
    return row.draft(
        stem or inner.text("stem"),
        options=lettered(choices.texts),
        key=(letter(labels.index(key)),),
        id=row.optional_text("id"),
        topic=row.optional_text("question_concept"),
    )


SHAPE = RecordAdapter(
    "arc",
    "ARC, OpenBookQA, CommonsenseQA: labelled choices and answerKey",
    _fits,
    each(_draft),
    unused=("question.choices.para", "choices.para"),
    meant={"answerKey": "key", "choices.label": "options", "question.choices.label": "options"},
)
