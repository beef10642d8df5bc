"""Inspect's Sample (inspect_ai): input (text or messages), choices, target, id, metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft, choice_kind
from exams.loaders.fields.open_answer import options_in_stem
from exams.loaders.message_text import read_messages
from exams.loaders.options.option_text import letter, lettered
from exams.loaders.options.short_answer import accepted_answers
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.roundtrip_metadata import with_carried
from exams.loaders.row import Row


def _fits(fields: Mapping[str, Any]) -> bool:
    return "input" in fields and "target" in fields


def _draft(row: Row, _: ImportOptions) -> Draft:
    texts, pictures = read_messages(row, row.get("input"))
    target = row.get("target")
    targets = row.texts("target") if isinstance(target, list) else [] if target is None else [row.text("target")]
    fields: dict[str, Any] = {}
    if row.get("choices"):
        choices = row.texts("choices")
        key = _letters(row, targets, choices)
        fields = {"options": lettered(choices), "key": key, "kind": choice_kind(len(key) > 1)}
    elif targets:
        fields = accepted_answers(targets)
    else:
        fields = {"kind": "free_response"}
    stem = "\n\n".join(texts)
    if not row.get("choices") and targets and (found := options_in_stem(stem, targets)) is not None:
        stem, fields = found.pop("stem"), found
    draft = row.draft(stem, id=row.optional_text("id"), **fields)
    return with_carried(draft, row, texts, pictures)


def _letters(row: Row, targets: list[str], choices: list[str]) -> tuple[str, ...]:
    """Letters that the target names. 'AC' is two of them, as `multiple_choice(multiple_correct=True)` has it."""
    labels = [letter(i) for i in range(len(choices))]
    numbers = row.get("target") if isinstance(row.get("target"), list) else [row.get("target")]
    if all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n < len(choices) for n in numbers):
        return tuple(labels[n] for n in sorted(set(numbers)))  # positions, from 0 as everywhere in Python
    marks = [target.strip() for target in targets]
    if len(marks) == 1 and marks[0] not in labels and marks[0] in choices:
        return (labels[choices.index(marks[0])],)
    if len(marks) == 1 and marks[0] not in labels:
        marks = [m for m in marks[0].replace(",", " ").split() if m] if "," in marks[0] else list(marks[0])
    if not marks or any(mark not in labels for mark in marks):
        raise row.fault(f"the target {', '.join(targets)[:60]!r} is none of the choices")
    return tuple(sorted(set(marks), key=labels.index))


# of a log: what the model said and what was made of it
_UNUSED: tuple[str, ...] = ("input.content", "metadata", "choices_context", "output", "messages", "scores", "store")
_UNUSED += ("events", "attachments", "model_usage", "sandbox", "files", "setup")
SHAPE = RecordAdapter(
    "inspect",
    "Inspect's Sample as JSON or JSONL",
    _fits,
    each(_draft),
    unused=_UNUSED,
    meant={"target": "key", "input.role": "stem", "input.name": "stem", "input.content.type": "stem", "id": "id"},
)
