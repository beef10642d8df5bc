"""A form as Aiken: single-answer choice questions whose texts fit on one line each; nothing else fits."""

from __future__ import annotations

import re
from pathlib import Path

from exams.files.atomic_write import atomic_write
from exams.form import Form
from exams.loaders.roundtrip_metadata import passage_block
from exams.question import Question
from exams.writers.roundtrip_metadata import letters_of


def write_aiken(form: Form, target: Path) -> list[str]:
    """Write the file; ids of questions that Aiken cannot hold."""
    fitting = [q for q in form.questions if _fits(q)]
    kept = {q.id for q in fitting}
    with atomic_write(target) as file:
        for question in fitting:
            file.write(_question(form, question).encode("utf-8", "replace"))
    return [q.id for q in form.questions if q.id not in kept]


def _fits(question: Question) -> bool:
    lines = all(o.text.strip() and "\n" not in o.text for o in question.options)
    single = question.kind == "multiple_choice" and len(question.key) == 1
    return single and lines and len(question.options) <= 26 and bool(question.stem.strip())


def _question(form: Form, question: Question) -> str:
    passage = form.passage_of(question)
    text = question.stem if passage is None else f"{passage_block(passage.title, passage.text)} {question.stem}"
    lines = [re.sub(r"\s*\n\s*", " ", text).strip()]
    lines += [f"{chr(65 + i)}. {option.text.strip()}" for i, option in enumerate(question.options)]
    lines.append(f"ANSWER: {letters_of(question)[0]}")
    return "\n".join([*lines, "", ""])
