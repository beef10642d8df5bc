"""A question as it will be asked, with its key, in lines for a terminal: the evidence that it was read rightly."""

from __future__ import annotations

from collections.abc import Iterator

from exams.form import Form
from exams.question import Image, Question

_LONGEST = 600


def question_lines(form: Form, question: Question) -> Iterator[str]:
    """Passage, stem, pictures, options and key; long texts are cut with the number of characters left out."""
    yield f"question {question.id}, {question.kind.replace('_', ' ')}, {question.points:g} point(s)"
    passage = form.passage_of(question)
    if passage is not None:
        yield from _indented("passage: ", "\n".join(t for t in (passage.title, passage.text) if t))
        yield from _pictures(passage.images)
    yield from _indented("", question.stem)
    yield from _pictures(question.images)
    for option in question.options:
        yield from _indented(f"{option.label}. ", option.text)
        yield from _pictures(option.images)
    if question.key:
        yield f"key: {', '.join(question.key)}"
    if question.tolerance:
        yield f"tolerance: {question.tolerance:g}"
    if question.model_answer:
        yield from _indented("model answer: ", question.model_answer)


def _pictures(images: tuple[Image, ...]) -> Iterator[str]:
    if images:
        yield f"[{', '.join(image.file for image in images)}]"


def _indented(lead: str, text: str) -> Iterator[str]:
    cut = f"{text[:_LONGEST]} … ({len(text) - _LONGEST:,} more characters)" if len(text) > _LONGEST else text
    for number, line in enumerate(cut.split("\n")):
        if line.strip() or not number:
            yield f"{lead if number == 0 else ''}{line}"
