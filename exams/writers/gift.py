"""A form as GIFT. Pictures, points and rubrics have no place in it; a passage becomes part of the question's text."""

from __future__ import annotations

from pathlib import Path

from exams.files.atomic_write import atomic_write
from exams.form import Form
from exams.loaders.roundtrip_metadata import passage_block
from exams.loaders.text_banks.gift_syntax import escape
from exams.question import Question
from exams.writers.decimal_key import decimal_key


def write_gift(form: Form, target: Path) -> list[str]:
    """Write the file; ids of questions that GIFT cannot hold: code."""
    written = [q for q in form.questions if q.kind != "code"]
    with atomic_write(target) as file:
        if form.head.canary:
            file.write(f"// canary {form.head.canary}\n\n".encode())
        for question in written:
            file.write(_question(form, question).encode("utf-8", "replace"))
    return [q.id for q in form.questions if q.kind == "code"]


def _question(form: Form, question: Question) -> str:
    passage = form.passage_of(question)
    text = question.stem if passage is None else f"{passage_block(passage.title, passage.text)}\n\n{question.stem}"
    tags = f" [tag:{_bracketed(question.topic)}]" if question.topic else ""
    lines = [f"// [id:{_bracketed(question.id)}]{tags}", f"::{escape(question.id)}::[plain]{escape(text)} {{"]
    lines += _answers(question)
    if question.explanation:
        lines.append(f"####{escape(question.explanation)}")
    return "\n".join([*lines, "}", "", ""])


def _bracketed(text: str) -> str:
    return text.replace("\\", "\\\\").replace("]", "\\]").replace("\n", " ")


def _answers(question: Question) -> list[str]:
    if question.kind == "numeric":
        margin = f":{question.tolerance:.12g}" if question.tolerance else ""
        return ["#", *(f"={key}{margin}" for key in dict.fromkeys(map(decimal_key, question.key)))]
    if question.kind == "short_answer":
        return [f"={escape(key)}" for key in question.key]
    if question.kind == "free_response":
        return []
    share = 100 / len(question.key)
    lines = []
    for option in question.options:
        right = option.label in question.key
        mark = "=" if right else "~"
        if question.kind == "multiple_select":
            mark = f"~%{share:.5f}%" if right else "~%-100%"
        text = option.text.strip()
        shown = f"[plain]{escape(text)}" if text.startswith(("[", "%")) else escape(text)
        lines.append(mark + shown)
    return lines
