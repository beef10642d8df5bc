"""Okapi's translations of MMLU (Lai et al. 2023, arXiv:2307.16039): `id` is subject, split and place, with slashes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft
from exams.loaders.options.option_text import lettered
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.row import Row

_OPTIONS = ("option_a", "option_b", "option_c", "option_d")


def _fits(fields: Mapping[str, Any]) -> bool:
    return {"instruction", "answer", "id", *_OPTIONS} <= fields.keys() and str(fields["id"]).count("/") == 2


def _draft(row: Row, _: ImportOptions) -> Draft:
    key, name = row.text("answer").strip(), row.text("id")
    if key not in ("A", "B", "C", "D"):
        raise row.fault(f"the answer {key!r} is not one of A, B, C, D")
    return row.draft(
        row.text("instruction"),
        options=lettered([row.text(option) for option in _OPTIONS]),
        key=(key,),
        id=name,
        topic=name.partition("/")[0].replace("_", " "),
    )


SHAPE = RecordAdapter("okapi-mmlu", "MMLU as Okapi translates it", _fits, each(_draft), meant={"answer": "key"})
