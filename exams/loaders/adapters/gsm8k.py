"""GSM8K (Cobbe et al. 2021, arXiv:2110.14168): a worked solution that ends in `#### 72`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft
from exams.loaders.options.short_answer import number_text
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.row import Row

_CALCULATION = re.compile(r"<<[^<>]*>>")


def _fits(fields: Mapping[str, Any]) -> bool:
    answer = fields.get("answer")
    return "question" in fields and isinstance(answer, str) and "\n#### " in f"\n{answer}"


def _draft(row: Row, _: ImportOptions) -> Draft:
    solution, mark, final = row.text("answer").rpartition("####")
    number = number_text(final) if mark else None
    if number is None:
        raise row.fault("the solution does not end in '#### number'")
    return row.draft(
        row.text("question"),
        kind="numeric",
        key=(number,),
        explanation=_CALCULATION.sub("", solution).strip(),
    )


SHAPE = RecordAdapter(
    "gsm8k", "GSM8K: solutions that end in '#### 72'", _fits, each(_draft), meant={"answer": "key and explanation"}
)
