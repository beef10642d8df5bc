"""What can be wrong with one question, seen by itself and with its passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from exams.checks.text_faults import encoding_fault, markup_fault, texts_of
from exams.errors import InputError
from exams.program import program_of
from exams.question import Question
from exams.question_signs import (
    hole_in,
    letter_answer,
    letter_options,
    listens,
    missing_formulas,
    missing_picture,
)

Fault = tuple[Literal["error", "warning"], str]
_PLACEHOLDER = re.compile(r"<image\s?\d*>", re.IGNORECASE)


def question_faults(question: Question) -> Iterator[Fault]:
    """Level and wording of each fault; the question's own rules (key among the options …) are checked on reading."""
    if not question.stem.strip() and not question.images and question.passage is None:
        yield "error", "the stem is empty"
    yield from _option_faults(question)
    yield from _text_faults(question)
    if question.kind == "numeric":
        yield from _numeric_faults(question)
    if question.kind == "code":
        try:
            program_of(question)
        except InputError as error:
            yield "error", f"{error.what} -- {error.hint}"
    if question.rubric is not None and question.kind != "free_response":
        yield "warning", f"a rubric on a question of kind {question.kind!r} is never used"
    shown = _PLACEHOLDER.search(question.stem)
    if shown and not question.images:
        yield "error", f"the stem shows {shown[0]} but the question names no picture"
    yield from _signs(question)


def _signs(question: Question) -> Iterator[Fault]:
    """Signs that a question was read wrongly, or lost something on its way."""
    texts = [o.text for o in question.options]
    pictures = len(question.all_images)
    if question.kind == "free_response" and letter_answer(question.model_answer):
        yield "error", f"the model answer is the letter {(question.model_answer or '').strip()!r}: options were lost"
    if not pictures and question.passage is None and letter_options(texts, question.stem):
        yield "error", "the options are the bare letters of a key"
    if pictures and (slot := missing_picture([question.stem, *texts], pictures)):
        yield "warning", f"it shows {slot}, but has only {pictures} picture{'s' if pictures > 1 else ''}"
    if listens(question.stem):
        yield "error", "it asks to listen, and a form holds no sound"
    if question.kind != "code" and (hole := hole_in(question.stem)):
        yield "error", f"the stem has a hole: {hole!r}"
    elif question.kind != "code" and (places := missing_formulas(question.stem)):
        yield "warning", f"a formula may be missing: {places[0]!r}"


def _option_faults(question: Question) -> Iterator[Fault]:
    texts = {o.label: " ".join(o.text.split()) for o in question.options if not o.images}
    if any(not text for text in texts.values()) and not question.images:
        empty = next(label for label, text in texts.items() if not text)
        yield "error", f"option {empty} is empty"
    labels: dict[str, str] = {}
    for label, text in texts.items():
        if text and text in labels:
            other = labels[text]
            if (label in question.key) != (other in question.key):
                yield "error", f"options {other} and {label} say the same, but only one of them is right: {text[:40]!r}"
            else:
                yield "warning", f"options {other} and {label} say the same: {text[:40]!r}"
        labels.setdefault(text, label)
    if question.kind == "multiple_select" and question.options and len(question.key) == len(question.options):
        yield "warning", "every option is right"


def _text_faults(question: Question) -> Iterator[Fault]:
    for name, text in texts_of(question):
        found = encoding_fault(text)
        if found is not None:
            yield "error" if found[0] else "warning", f"{name} {found[1]}"
        if question.kind != "code" and (markup := markup_fault(text)):
            yield "warning", f"{name} {markup}"


def _numeric_faults(question: Question) -> Iterator[Fault]:
    number = re.compile(r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d*)?(?:[eE][-+]?\d+)?(?:\s*/\s*\d+)?%?")
    for key in question.key:
        if not number.fullmatch(key.strip()) or not re.search(r"\d", key):
            yield "error", f"the key {key[:40]!r} of a numeric question is no number"
