"""MATH-Vision (Wang et al. 2024, arXiv:2402.14804): `<image1>` in the text, one picture beside, options or a number.

Where the answer is a letter and the options are in the picture only, the letters A–E of the competitions are given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft
from exams.loaders.options.option_text import lettered
from exams.loaders.options.short_answer import short_answer
from exams.loaders.picture_file import picture_of
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.row import Row


def _fits(fields: Mapping[str, Any]) -> bool:
    return {"question", "options", "answer", "image", "level", "subject"} <= fields.keys()


def _draft(row: Row, _: ImportOptions) -> Draft:
    texts = row.texts("options")
    answer = row.text("answer").strip()
    if not texts and re.fullmatch("[A-E]", answer):
        texts = [""] * 5
    field = "decoded_image" if isinstance(row.get("decoded_image"), Mapping) else "image"
    pictures = () if row.get(field) is None else (picture_of(row, field, row.get(field)),)
    level = row.optional_text("level")
    return row.draft(
        row.text("question"),
        id=row.optional_text("id"),
        pictures=pictures,
        one_picture=True,
        topic=" ".join(part for part in (row.optional_text("subject"), level and f"level {level}") if part),
        explanation=row.optional_text("solution"),
        **({"options": lettered(texts), "key": (answer,)} if texts else short_answer(answer)),
    )


SHAPE = RecordAdapter(
    "math-vision",
    "MATH-Vision JSONL with its pictures beside",
    _fits,
    each(_draft),
    meant={"image": "picture", "decoded_image": "picture", "answer": "key", "level": "topic"},
)
