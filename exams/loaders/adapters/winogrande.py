"""WinoGrande (Sakaguchi et al. 2020, arXiv:1907.10641): a blank and two options, `answer` '1' or '2'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft
from exams.loaders.options.option_text import lettered
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.row import Row


def _fits(fields: Mapping[str, Any]) -> bool:
    return {"sentence", "option1", "option2", "answer"} <= fields.keys()


def _draft(row: Row, _: ImportOptions) -> Draft:
    answer = row.text("answer").strip()
    if answer not in ("1", "2"):
        raise row.fault(f"the answer {answer!r} is not 1 or 2", "the test split has none: take validation")
    return row.draft(
        f"Which option fills the blank?\n\n{row.text('sentence')}",
        options=lettered((row.text("option1"), row.text("option2"))),
        key=("AB"[int(answer) - 1],),
        id=row.optional_text("qID"),
    )


SHAPE = RecordAdapter("winogrande", "WinoGrande JSONL", _fits, each(_draft), meant={"answer": "key", "label": "key"})
