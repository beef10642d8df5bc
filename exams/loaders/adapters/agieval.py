"""AGIEval v1 (Zhong et al. 2023, arXiv:2304.06364): passage, question, options, label (letter, list, null), answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft, DraftPassage, choice_kind
from exams.loaders.options.option_text import lettered, without_letters
from exams.loaders.options.short_answer import short_answer
from exams.loaders.record_adapter import ImportOptions, Read, RecordAdapter
from exams.loaders.row import Row


def _fits(fields: Mapping[str, Any]) -> bool:
    return {"passage", "question", "options", "label"} <= fields.keys() and ("other" in fields or "answer" in fields)


def _drafts(rows: Sequence[Row], _: ImportOptions) -> Read:
    several = any(isinstance(r.get("label"), list) and len(_letters(r)) != 1 for r in rows)
    for row in rows:
        try:
            yield _draft(row, several)
        except InputError as error:
            yield error


def _draft(row: Row, several: bool) -> Draft:
    passage = row.optional_text("passage")
    other = row.fields.get("other")
    solution = other.get("solution") if isinstance(other, Mapping) else None
    source = other.get("source") if isinstance(other, Mapping) else None
    draft = {
        "passage": DraftPassage(passage) if passage.strip() else None,
        "explanation": solution if isinstance(solution, str) else "",
        "more": {"source": source} if isinstance(source, str) else {},
    }
    if not row.get("options"):
        return row.draft(row.text("question"), **draft, **short_answer(row.text("answer")))
    options = lettered(without_letters(row.texts("options")))
    key = tuple(_letters(row))
    kind = choice_kind((several and isinstance(row.get("label"), list)) or len(key) > 1)
    return row.draft(row.text("question"), kind=kind, options=options, key=key, **draft)


def _letters(row: Row) -> list[str]:
    """The key as letters; stray punctuation that the set has among them ('A', 'C', '。') is left out."""
    label = row.get("label")
    marks = row.texts("label") if isinstance(label, list) else [row.text("label")]
    letters = [m.strip().strip("()") for m in marks if any(c.isalnum() for c in m)]
    if len(letters) == 1 and re.fullmatch("[A-H]{2,8}", letters[0]) and len(set(letters[0])) == len(letters[0]):
        return list(letters[0])
    return letters


SHAPE = RecordAdapter("agieval", "AGIEval v1 JSONL", _fits, _drafts, meant={"label": "key"})
