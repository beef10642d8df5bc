"""Multiple choice folded into one instruction, as LLM-Adapters keeps ARC, OpenBookQA and WinoGrande.

'… the question: STEM  Answer1: x Answer2: y  Answer format: answer1/answer2', answer 'answer2'.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft
from exams.loaders.options.option_text import letter, lettered
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.row import Row

_LEAD = re.compile(r"Please choose the correct answer to (?:the question|fill in the blank[^:]*):\s*")
_ANSWER = re.compile(r"(answer|option|solution|ending)(\d{1,2})", re.IGNORECASE)


def _fits(fields: Mapping[str, Any]) -> bool:
    answer = fields.get("answer")
    return {"instruction", "output"} <= fields.keys() and isinstance(answer, str) and bool(_ANSWER.fullmatch(answer))


def _draft(row: Row, _: ImportOptions) -> Draft:
    answer = _ANSWER.fullmatch(row.text("answer").strip())
    if answer is None:
        raise row.fault(f"the answer {row.text('answer')[:40]!r} is not of the kind 'answer2'")
    word, key = answer[1], int(answer[2])
    body = row.text("instruction").rpartition("Answer format:")[0]
    parts = re.split(rf"(?:^|(?<=\s)){word}(\d{{1,2}}):", body, flags=re.IGNORECASE)
    stem, numbers, texts = parts[0], parts[1::2], [part.strip() for part in parts[2::2]]
    if numbers != [str(i) for i in range(1, len(numbers) + 1)] or not 1 <= key <= len(numbers):
        raise row.fault(f"the options {', '.join(numbers) or '(none)'} do not hold the answer {key}")
    return row.draft(
        _LEAD.sub("", stem, count=1).strip(),
        options=lettered(texts),
        key=(letter(key - 1),),
    )


SHAPE = RecordAdapter(
    "instructed",
    "options inside one instruction (LLM-Adapters)",
    _fits,
    each(_draft),
    meant={"instruction": "stem and options", "output": "key", "answer": "key"},
)
