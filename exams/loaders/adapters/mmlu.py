"""MMLU (Hendrycks et al. 2021, arXiv:2009.03300): the headerless CSV of the original, and the records on the hub."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from exams.loaders.draft import Draft
from exams.loaders.options.option_list import option_texts
from exams.loaders.options.option_text import letter, lettered
from exams.loaders.record_adapter import FileReader, ImportOptions, Read, RecordAdapter, each
from exams.loaders.row import Row
from exams.loaders.source import Source
from exams.loaders.tables.table import headerless_cells, is_json, is_parquet

_LETTERS = ("A", "B", "C", "D")
_SPLIT = re.compile(r"_(?:test|val|dev)(?:_[a-z]{2,3})?$")  # the split, and the language of a translation


def _sniff(source: Source) -> bool:
    if source.suffix not in (".csv", ".tsv", ".txt") or is_json(source) or is_parquet(source):
        return False
    from exams.errors import InputError

    try:
        rows = [cells for _, cells in islice(headerless_cells(source), 5)]
    except InputError:
        return False
    first = rows[0] if rows else []
    if len(rows) > 1 and all(row[:1] and row[0].strip().isdecimal() for row in rows):
        return False  # numbered rows: the first cell is no question
    return len(first) == 6 and first[5].strip() in _LETTERS and [c.strip() for c in first[1:5]] != list(_LETTERS)


def _read(source: Source, _: ImportOptions) -> Read:
    topic = _SPLIT.sub("", source.stem).replace("_", " ")
    for line, cells in headerless_cells(source):
        if len(cells) != 6:
            yield source.fault(f"{len(cells)} cells, not 6", line=line, hint="question, 4 options, key")
            continue
        question, *options, key = cells
        yield Draft(question, options=lettered(options), key=(key.strip(),), topic=topic, line=line)


READER = FileReader("mmlu", "MMLU's headerless CSV: question, A, B, C, D, key", _sniff, _read)


def _fits(fields: Mapping[str, Any]) -> bool:
    return {"question", "choices", "answer", "subject"} <= fields.keys()


def _draft(row: Row, _: ImportOptions) -> Draft:
    options = option_texts(row, "choices").texts
    answer = row.text("answer").strip()
    key = letter(int(answer)) if answer.isdecimal() and len(answer) < 4 else answer
    topic = row.optional_text("subject").replace("_", " ")
    return row.draft(row.text("question"), options=lettered(options), key=(key,), topic=topic)


SHAPE = RecordAdapter(
    "mmlu-records",
    "MMLU as records: question, subject, choices, answer from 0",
    _fits,
    each(_draft),
    meant={"answer": "key"},
)
