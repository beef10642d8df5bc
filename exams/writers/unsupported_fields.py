"""What an export lost, found out by reading it back: no table of promises, the comparison itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exams.form import Form
from exams.question import Image, Option, Question


@dataclass(frozen=True)
class Loss:
    """A field that the format cannot hold, in how many questions, and the first of them."""

    what: str
    count: int
    example: str = ""


def losses(form: Form, skipped: list[str], back: Form | None) -> list[Loss]:
    """Differences between the form and the export read back (None: nothing was written), field by field.

    `skipped` are ids of questions that were not written. Fields of form.toml other than the id stay behind always
    (the canary is written along where a format has comments).
    """
    found: dict[str, list[str]] = {}
    if skipped:
        found["whole questions of a kind the format lacks"] = list(skipped)
    left_out = set(skipped)
    written = [q for q in form.questions if q.id not in left_out]
    read = back.questions if back is not None else ()
    if back is not None and len(read) == len(written):
        for mine, theirs in zip(written, read, strict=True):
            for what in _differences(_plain(form, mine), _plain(back, theirs)):
                found.setdefault(what, []).append(mine.id)
    elif written:
        found["questions (not as many came back)"] = [q.id for q in written]
    if form.anchors:
        found["graded anchors"] = list(dict.fromkeys(a.question for a in form.anchors))
    unused = set(form.passages) - {q.passage for q in written}
    if unused:
        found["passages that no question uses"] = sorted(unused)
    return [Loss(what, len(ids), ids[0]) for what, ids in found.items()]


def _differences(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    return [name for name in mine if mine[name] != theirs[name]]


def _plain(form: Form, question: Question) -> dict[str, Any]:
    """The question with passage and pictures by content, as named facts that can be compared."""
    fields = question.model_dump(mode="json", exclude={"options", "images", "passage", "key", "stem"})
    passage = form.passage_of(question)
    labels = [o.label for o in question.options]
    places = [labels.index(k) for k in question.key] if labels else list(question.key)
    return fields | {
        "key": sorted(places, key=str) if labels else places,
        "labels of options": labels,
        "stem": question.stem,
        "options": [o.text for o in question.options],
        "blanks of options": [o.group for o in question.options],
        "pictures": [_pictures(form, question.images), [_pictures(form, o.images) for o in question.options]],
        "transcriptions": _transcriptions(question.images, question.options),
        "passage": None if passage is None else passage.text,
        "passage title": None if passage is None else passage.title,
        "passage id": None if passage is None else passage.id,
        "pictures of the passage": [] if passage is None else _pictures(form, passage.images),
    }


def _pictures(form: Form, images: tuple[Image, ...]) -> list[tuple[str, bytes]]:
    return [(image.file, form.image_path(image.file).read_bytes()) for image in images]


def _transcriptions(images: tuple[Image, ...], options: tuple[Option, ...]) -> list[str]:
    every = [*images, *(image for option in options for image in option.images)]
    return [re.sub(r"\r\n?", "\n", image.transcription) for image in every]
