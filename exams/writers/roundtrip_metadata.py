"""What goes into the free metadata of Inspect and Evals, for `exams.loaders.roundtrip_metadata` to read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exams.form import Form
from exams.loaders.options.option_text import letter
from exams.loaders.roundtrip_metadata import MORE, PLAIN
from exams.question import Image, Passage, Question


@dataclass(frozen=True)
class Placed:
    """A picture and where in the question it belongs: 'passage', 'stem' or 'option A'."""

    of: str
    image: Image


def placed_images(question: Question, passage: Passage | None) -> list[Placed]:
    """All pictures in the order in which they are sent."""
    found = [Placed("passage", image) for image in (passage.images if passage else ())]
    found += [Placed("stem", image) for image in question.images]
    for i, option in enumerate(question.options):
        found += [Placed(f"option {letter(i)}", image) for image in option.images]
    return found


def metadata(form: Form, question: Question) -> dict[str, Any]:
    """Every field of the question that the sample itself has no place for, and the form's canary."""
    whole = question.model_dump(mode="json", exclude_defaults=True)
    found: dict[str, Any] = {name: whole[name] for name in (*PLAIN, *MORE, "points") if name in whole}
    found["kind"] = question.kind
    if question.kind == "short_answer":
        found["accepted"] = list(question.key)
    passage = form.passage_of(question)
    if passage is not None:
        found["passage"] = {"id": passage.id, "title": passage.title, "text": passage.text}
    places = placed_images(question, passage)
    if places:
        found["pictures"] = [{"of": p.of, **p.image.model_dump()} for p in places]
    labels = [option.label for option in question.options]
    if labels != [letter(i) for i in range(len(labels))]:
        found["labels"] = labels
    if form.head.canary:
        found["canary"] = form.head.canary
    return found


def letters_of(question: Question) -> list[str]:
    """The key as letters by position, whatever the labels are."""
    labels = [option.label for option in question.options]
    return [letter(labels.index(k)) for k in question.key]
