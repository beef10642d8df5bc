"""What may be in every file that examsim reads and writes, field by field, taken from the types that read them.

`python -m reports.data_reference` prints it; docs/reference.md is that output, and a test holds the two together.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from exams.anchor import Anchor
from exams.exam import Exam
from exams.form import FormHead
from exams.link import FormLink
from exams.program import Program
from exams.question import Passage, Question
from exams.rubric import Rubric
from scoring.types import Answer, ExamScore, Grade

FILES: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("exam.toml", "An exam: one file in its folder, tables as CSV files beside it.", Exam),
    ("form.toml", "The head of a form: a folder that also holds `questions.jsonl` and `images/`.", FormHead),
    ("questions.jsonl", "The questions of a form, one JSON object a line.", Question),
    ("passages.jsonl", "Texts that several questions share, one a line.", Passage),
    ("anchors.jsonl", "Answers to free responses of the form whose points are known, one a line.", Anchor),
    ("questions.jsonl: rubric", "How a free response is graded.", Rubric),
    ("questions.jsonl: program", "How programs that answer a code question are run and judged.", Program),
    ("link.toml", "How hard a form is beside the real exam: beside its `form.toml`, made by `examsim link`.", FormLink),
    ("answers.jsonl", "What the model said, one line a question.", Answer),
    ("grades.jsonl", "Points for answers, one line a grade.", Grade),
    ("score.json", "The score; also as JSON schema in [score.schema.json](score.schema.json).", ExamScore),
)


def main() -> None:
    """Print the reference as Markdown."""
    print(reference(), end="")


def reference() -> str:
    """The whole page."""
    lines = ["# Files, field by field", ""]
    lines += ["Made from the types by `python -m reports.data_reference`; unknown fields are refused.", ""]
    for name, about, model in FILES:
        lines += [f"## {name}", "", about, ""]
        for number, record in enumerate(_tree(model)):
            if number:
                lines += [f"### {name}: {_title(record)}", ""]
            lines += [*_paragraphs(record), *_rows(record), ""]
    return "\n".join(lines)


def _tree(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The model and every record within it, each once, in the order of first use. Other files' records are left out."""
    roots = {m for _, _, m in FILES} - {model}
    seen: dict[type[BaseModel], None] = {model: None}
    waiting = [model]
    while waiting:
        for field in waiting.pop(0).model_fields.values():
            for inner in _records(field.annotation):
                if inner not in seen and inner not in roots:
                    seen[inner] = None
                    waiting.append(inner)
    yield from seen


def _records(annotation: Any) -> Iterator[type[BaseModel]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _records(argument)


def _title(record: type[BaseModel]) -> str:
    return record.__name__


def _paragraphs(record: type[BaseModel]) -> list[str]:
    text = inspect.getdoc(record) or ""
    return [*text.splitlines(), ""] if text else []


def _rows(record: type[BaseModel]) -> list[str]:
    rows = ["| field | type | default | meaning |", "|---|---|---|---|"]
    for name, field in record.model_fields.items():
        shown = field.alias or name
        meaning = (field.description or "").replace("|", "\\|")
        rows.append(f"| `{shown}` | {_type(field.annotation)} | {_default(field)} | {meaning} |")
    return rows


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**needed**"
    value = field.get_default(call_default_factory=True) if field.default_factory is None else ""
    if value is None or value in ("", (), {}):
        return ""
    return f"`{value}`" if not isinstance(value, BaseModel) else ""


def _type(annotation: Any) -> str:
    """A type in words: 'text', 'number', 'list of Part', 'one of a, b'."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Literal:
        return "one of " + ", ".join(f"`{a}`" for a in arguments)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_type(a) for a in arguments if a is not type(None))
    if origin in (tuple, list):
        inner = [a for a in arguments if a is not Ellipsis]
        if origin is tuple and Ellipsis not in arguments:
            return f"{len(inner)} × {_type(inner[0])}"
        return f"list of {_type(inner[0])}"
    if origin is dict:
        return f"table of {_type(arguments[1])}"
    words: dict[Any, str] = {
        str: "text",
        float: "number",
        int: "whole number",
        bool: "true or false",
        object: "anything",
    }
    return str(words.get(annotation) or getattr(annotation, "__name__", "anything"))


if __name__ == "__main__":
    main()
