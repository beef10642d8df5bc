"""A form as Inspect's Sample JSONL: `json_dataset(FILE)` reads it; pictures lie beside in images/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from exams.files.atomic_write import atomic_write
from exams.form import Form
from exams.loaders.roundtrip_metadata import passage_block
from exams.question import Question
from exams.writers.copy_images import copy_images
from exams.writers.roundtrip_metadata import letters_of, metadata, placed_images


def write_inspect(form: Form, target: Path) -> list[str]:
    """Write the file; ids of questions that could not be written (none: any kind fits)."""
    with atomic_write(target) as file:
        for question in form.questions:
            file.write(orjson.dumps(_sample(form, question)) + b"\n")
    copy_images(form, target.parent / "images")
    return []


def _sample(form: Form, question: Question) -> dict[str, Any]:
    passage = form.passage_of(question)
    text = question.stem if passage is None else f"{passage_block(passage.title, passage.text)}\n\n{question.stem}"
    images = placed_images(question, passage)
    content: Any = text
    if images:
        parts = [{"type": "image", "image": f"images/{placed.image.file}"} for placed in images]
        content = [{"role": "user", "content": [{"type": "text", "text": text}, *parts]}]
    sample: dict[str, Any] = {"id": question.id, "input": content}
    if question.options:
        sample["choices"] = [option.text for option in question.options]
        letters = letters_of(question)
        sample["target"] = letters[0] if len(letters) == 1 else letters
    else:
        key = list(question.key)
        sample["target"] = key[0] if len(key) == 1 else key or question.model_answer or ""
    sample["metadata"] = metadata(form, question)
    return sample
