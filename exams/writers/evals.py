"""A form as OpenAI Evals JSONL: chat messages and `ideal`, pictures as data URIs, options in the text and beside it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import orjson

from exams.files.atomic_write import atomic_write
from exams.form import Form
from exams.loaders.adapters.evals_sample import choices_block
from exams.loaders.picture_file import picture_type
from exams.loaders.roundtrip_metadata import passage_block
from exams.question import Question
from exams.writers.roundtrip_metadata import letters_of, metadata, placed_images


def write_evals(form: Form, target: Path) -> list[str]:
    """Write the file; ids of questions that could not be written: those with nothing to compare an answer with."""
    skipped = []
    with atomic_write(target) as file:
        for question in form.questions:
            sample = _sample(form, question)
            if sample is None:
                skipped.append(question.id)
            else:
                file.write(orjson.dumps(sample) + b"\n")
    return skipped


def _sample(form: Form, question: Question) -> dict[str, Any] | None:
    passage = form.passage_of(question)
    text = question.stem if passage is None else f"{passage_block(passage.title, passage.text)}\n\n{question.stem}"
    choices = [option.text for option in question.options]
    if choices:
        ideal: Any = ",".join(letters_of(question))
    elif question.key:
        ideal = question.key[0] if len(question.key) == 1 else list(question.key)
    elif question.model_answer:
        ideal = question.model_answer
    else:
        return None
    content: Any = text + choices_block(choices)
    images = placed_images(question, passage)
    if images:
        uris = [_uri(form.image_path(placed.image.file)) for placed in images]
        content = [{"type": "text", "text": content}, *({"type": "image_url", "image_url": {"url": u}} for u in uris)]
    sample = {"id": question.id, "input": [{"role": "user", "content": content}], "ideal": ideal}
    if choices:
        sample["choices"] = choices
    return sample | {"metadata": metadata(form, question)}


def _uri(path: Path) -> str:
    data = path.read_bytes()
    kind = {"jpg": "jpeg", "svg": "svg+xml", "tif": "tiff"}
    extension = picture_type(data) or path.suffix.lstrip(".")
    return f"data:image/{kind.get(extension, extension)};base64,{base64.b64encode(data).decode()}"
