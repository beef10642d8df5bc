"""OpenAI Evals: input (messages) and ideal (one answer, or several that are accepted); options are in the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft
from exams.loaders.message_text import read_messages
from exams.loaders.options.option_text import letter, lettered, split_options
from exams.loaders.options.short_answer import accepted_answers
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.roundtrip_metadata import with_carried
from exams.loaders.row import Row


def _fits(fields: Mapping[str, Any]) -> bool:
    return "input" in fields and "ideal" in fields


def _draft(row: Row, _: ImportOptions) -> Draft:
    texts, pictures = read_messages(row, row.get("input"))
    ideal = row.get("ideal")
    ideals = row.texts("ideal") if isinstance(ideal, list) else [row.text("ideal")]
    if not ideals:
        raise row.fault("the field 'ideal' is empty")
    stem = "\n\n".join(texts)
    split = _options(row, stem)
    fields: dict[str, Any] = {}
    if split is not None and (key := _letters(ideals, split[1])):
        stem, fields = split[0], {"options": lettered(split[1]), "key": key}
    else:
        fields = accepted_answers(ideals)
    draft = row.draft(stem, id=row.optional_text("id"), **fields)
    return with_carried(draft, row, texts, pictures)


def _options(row: Row, stem: str) -> tuple[str, list[str]] | None:
    """Stem and options: from `choices` where the record has them (ours do), else out of the text."""
    if isinstance(row.get("choices"), list):
        choices = row.texts("choices")
        return stem.removesuffix(choices_block(choices)), choices
    return split_options(stem)


def choices_block(choices: list[str]) -> str:
    """Options as they are under a stem."""
    return "".join(f"\n{letter(i)}. {text}" for i, text in enumerate(choices))


def _letters(ideals: list[str], choices: list[str]) -> tuple[str, ...]:
    labels = [letter(i) for i in range(len(choices))]
    marks = [part.strip("(). ") for ideal in ideals for part in ideal.split(",")]
    return tuple(marks) if all(mark in labels for mark in marks) else ()


SHAPE = RecordAdapter(
    "evals",
    "OpenAI Evals JSONL: input and ideal",
    _fits,
    each(_draft),
    unused=("input.content", "metadata"),
    meant={"ideal": "key", "input.role": "stem", "input.name": "stem", "input.content.type": "stem"},
)
