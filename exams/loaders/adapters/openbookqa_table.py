"""OpenBookQA's TSV (Mihaylov et al. 2018, arXiv:1809.02789): choices as one cell '(A) x (B) y …'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft
from exams.loaders.options.option_text import lettered, split_options
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.row import Row


def _fits(fields: Mapping[str, Any]) -> bool:
    return {"Question Stem", "Choices", "Answer Key"} <= fields.keys()


def _draft(row: Row, _: ImportOptions) -> Draft:
    split = split_options(row.text("Choices"))
    if split is None:
        raise row.fault("the cell 'Choices' holds no '(A) … (B) …'")
    return row.draft(
        row.text("Question Stem"),
        options=lettered(split[1]),
        key=(row.text("Answer Key").strip(),),
        id=row.optional_text("ID"),
    )


SHAPE = RecordAdapter("openbookqa", "OpenBookQA TSV", _fits, each(_draft), meant={"Answer Key": "key"})
