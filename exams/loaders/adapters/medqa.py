"""MedQA-USMLE (Jin et al. 2020, arXiv:2009.13081): options as an object of letters, `answer_idx` the letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft, DraftOption
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.row import Row


def _fits(fields: Mapping[str, Any]) -> bool:
    return isinstance(fields.get("options"), Mapping) and "answer_idx" in fields and "question" in fields


def _draft(row: Row, _: ImportOptions) -> Draft:
    options = row.inner("options")
    labels = sorted(name for name in options.fields if options.get(name) is not None)
    key = row.text("answer_idx").strip()
    answer = row.optional_text("answer").strip()
    if answer and key in labels and options.text(key).strip() != answer:
        raise row.fault(f"answer_idx says {key!r}, but the answer's text is another option's")
    return row.draft(
        row.text("question"),
        options=tuple(DraftOption(options.text(name), name) for name in labels),
        key=(key,),
        topic=row.optional_text("meta_info"),
    )


SHAPE = RecordAdapter(
    "medqa", "MedQA-USMLE JSONL", _fits, each(_draft), unused=("metamap_phrases",), meant={"answer_idx": "key"}
)
