"""HellaSwag (Zellers et al. 2019, arXiv:1905.07830): JSONL, and the plain-text copy with six lines a task."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft
from exams.loaders.options.option_text import letter, lettered
from exams.loaders.record_adapter import FileReader, ImportOptions, Read, RecordAdapter, each
from exams.loaders.row import Row
from exams.loaders.source import Source

_TASK = "Which ending continues the text best?\n\n"
_SIX_LINES = re.compile(r"[^\n]+\n[0-3]\n(?:[^\n]+\n){4}[^\n]+\n[0-3]\n")


def _fits(fields: Mapping[str, Any]) -> bool:
    return "endings" in fields and "label" in fields and ("ctx" in fields or "ctx_a" in fields)


def _draft(row: Row, _: ImportOptions) -> Draft:
    context = row.optional_text("ctx") or f"{row.text('ctx_a')} {row.optional_text('ctx_b')}".strip()
    if (begun := row.optional_text("ctx_b")) and context.endswith(f" {begun}"):
        context = context[: -len(begun)] + begun.capitalize()  # the ending's sentence, as the harnesses begin it
    label = row.text("label").strip()
    if not label.isdecimal() or len(label) > 3:
        raise row.fault(f"the label {label!r} is not a position", "the test split has none: take validation")
    topic = row.optional_text("activity_label")
    stem = _TASK + (f"{topic}: {context}" if topic else context)
    return row.draft(
        stem,
        options=lettered(row.texts("endings")),
        key=(letter(int(label)),),
        id=row.optional_text("ind"),
        topic=topic,
    )


SHAPE = RecordAdapter(
    "hellaswag",
    "HellaSwag JSONL",
    _fits,
    each(_draft),
    unused=("ctx_a", "ctx_b", "source_id", "split", "split_type"),
    meant={"label": "key"},
)


def _sniff(source: Source) -> bool:
    return source.suffix == ".txt" and _SIX_LINES.match(source.head_text) is not None


def _read(source: Source, _: ImportOptions) -> Read:
    block: list[str] = []
    number = 0
    for number, raw in source.lines():
        block.append(source.decode(raw, number))
        if len(block) == 6:
            context, label, *endings = block
            block = []
            if label.strip() not in ("0", "1", "2", "3"):
                yield source.fault(f"{label[:40]!r} is not 0–3", line=number - 4, hint="six lines a task")
                return
            key = (letter(int(label)),)
            topic = context.partition(":")[0]
            yield Draft(_TASK + context, options=lettered(endings), key=key, topic=topic, line=number - 5)
    if any(line.strip() for line in block):
        yield source.fault("the last task is cut off", line=number, hint="six lines a task")


READER = FileReader("hellaswag-text", "HellaSwag as text, six lines a task", _sniff, _read)
