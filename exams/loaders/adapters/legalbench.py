"""LegalBench (Guha et al. 2023, arXiv:2308.11462): a TSV of texts and one-word answers, base_prompt.txt asks.

The options are the answers that occur in the file (Yes and No always together). Without base_prompt.txt beside the
file the text alone is the stem.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft
from exams.loaders.fields.roles import option_index, plain_name
from exams.loaders.options.option_text import letter, lettered
from exams.loaders.record_adapter import ImportOptions, Read, RecordAdapter
from exams.loaders.row import Row
from exams.loaders.source import Source

_SLOT = re.compile(r"\{\{(\w+)\}\}")
_TEXT_FIELDS = ("text", "contract", "question")
_MOST_OPTIONS = 12


def _fits(fields: Mapping[str, Any]) -> bool:
    known = {"index", "answer", "slice", "text", "contract", "question", "split"}
    extra = [name for name in fields if name not in known and option_index(plain_name(name)) is not None]
    return {"index", "answer"} <= fields.keys() and any(n in fields for n in _TEXT_FIELDS) and not extra


def _drafts(rows: Sequence[Row], _: ImportOptions) -> Read:
    if rows and rows[0].source.suffix != ".tsv" and not _prompt_beside(rows[0].source):
        raise rows[0].fault("neither a TSV nor base_prompt.txt beside it", "LegalBench keeps one with the other")
    answers = {row.optional_text("answer").strip() for row in rows} - {""}
    if answers <= {"Yes", "No"}:
        answers = {"Yes", "No"}
    options = sorted(answers) if len(answers) <= _MOST_OPTIONS else []
    prompt = _prompt_beside(rows[0].source) if rows else ""
    for row in rows:
        try:
            yield _draft(row, options, prompt)
        except InputError as error:
            yield error


def _draft(row: Row, options: list[str], prompt: str) -> Draft:
    answer = row.text("answer").strip()
    stem = _stem(row, prompt)
    topic = row.optional_text("slice")
    if not options:
        return row.draft(stem, kind="free_response", model_answer=answer, topic=topic)
    key = (letter(options.index(answer)),)
    return row.draft(stem, options=lettered(options), key=key, topic=topic)


def _prompt_beside(source: Source) -> str:
    path = source.path.parent / "base_prompt.txt"
    return Source(path).text if path.is_file() else ""


def _stem(row: Row, prompt: str) -> str:
    blocks = [block.strip() for block in prompt.split("\n\n") if block.strip()]
    first = next((i for i, block in enumerate(blocks) if _SLOT.search(block)), None)
    if first is None:
        return "\n\n".join(row.optional_text(name) for name in _TEXT_FIELDS if row.get(name) is not None)
    template = "\n\n".join(blocks[first:])
    filled = _SLOT.sub(lambda m: row.optional_text(m[1]), template)
    filled = re.sub(r"\n[^\n:]{1,40}:\s*$", "", filled).removeprefix("Q: ")
    example_mark = template.split("\n", 1)[0].partition(":")[0] + ":"
    lead = blocks[0] if first > 0 and not blocks[0].startswith(example_mark) else ""
    return f"{lead}\n\n{filled}" if lead else filled


SHAPE = RecordAdapter(
    "legalbench", "LegalBench TSV with base_prompt.txt beside", _fits, _drafts, meant={"answer": "key"}
)
