"""Read a form folder, and write one. Every fault is named with its file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import orjson
from pydantic import BaseModel

from exams.anchor import Anchor
from exams.errors import InputError
from exams.exam import Exam
from exams.files.atomic_write import atomic_write
from exams.files.inside import inside
from exams.files.json_records import read_json_line
from exams.files.link_file import LINK_FILE, check_link, read_link, write_link
from exams.files.regular_file import read_lines
from exams.files.toml_records import read_toml
from exams.form import Form, FormHead
from exams.question import Passage, Question

Record = TypeVar("Record", Question, Passage)
ANCHORS = "anchors.jsonl"


def load_form(folder: Path) -> Form:
    """Read `form.toml`, `questions.jsonl`, and the `passages.jsonl`, `anchors.jsonl`, `link.toml` that there are."""
    head_file = folder / "form.toml"
    if not head_file.is_file():
        raise InputError("not a form folder: no form.toml", where=folder, hint="`examsim import` makes one")
    head = read_toml(FormHead, head_file)
    passages = {}
    if (folder / "passages.jsonl").is_file():
        passages = {p.id: p for p in _read_lines(folder / "passages.jsonl", Passage)}
    questions = tuple(_read_lines(folder / "questions.jsonl", Question))
    form = Form(head=head, questions=questions, passages=passages, folder=folder, anchors=_anchors(folder, questions))
    _check_references(form)
    if not (path := folder / LINK_FILE).is_file():
        return form
    link = read_link(path)
    check_link(link, form, path)
    return replace(form, link=link)


def _anchors(folder: Path, questions: tuple[Question, ...]) -> tuple[Anchor, ...]:
    """The graded anchors beside a form. InputError for one of no free response of the form."""
    path = folder / ANCHORS
    if not path.is_file():
        return ()
    essays, found = {q.id for q in questions if q.kind == "free_response"}, []
    for number, line in read_lines(path):
        if not line.strip():
            continue
        anchor = read_json_line(Anchor, line, path, number)
        if anchor.question not in essays:
            what = f"an anchor of {anchor.question!r}, which is no free response of the form"
            raise InputError(what, where=path, line=number, hint="name one of its questions")
        found.append(anchor)
    return tuple(found)


def practice_form(exam: Exam) -> Form:
    """The form that ships with an exam."""
    return _shipped(exam, "practice")


def development_form(exam: Exam) -> Form | None:
    """The worked examples for the few-shot prompt (never scored), or None if the exam ships none."""
    return _shipped(exam, "development") if (exam.folder / "forms" / "development").is_dir() else None


def _shipped(exam: Exam, name: str) -> Form:
    folder = exam.folder / "forms" / name
    if not (folder / "form.toml").is_file():
        sections = ", ".join(s.id for s in exam.section)
        raise InputError(
            f"no {name} form ships with {exam.id}",
            hint=f"bring your own questions with --form PATH or --form hf:DATASET (sections: {sections})",
        )
    return load_form(folder)


def write_form(form: Form, folder: Path) -> None:
    """Write head, questions, passages, anchors and link; the caller puts the pictures into `images/`."""
    import tomli_w

    head = form.head.model_dump(mode="json", by_alias=True, exclude_defaults=False, exclude_none=True)
    with atomic_write(folder / "form.toml") as file:
        tomli_w.dump(head, file)
    if form.passages:
        _write_lines(folder / "passages.jsonl", form.passages.values())
    _write_lines(folder / "questions.jsonl", form.questions)
    asked = {q.id for q in form.questions}
    if anchors := [a for a in form.anchors if a.question in asked]:
        _write_lines(folder / ANCHORS, anchors)
    if form.link is not None:
        write_link(form.link, folder / LINK_FILE)


def _write_lines(path: Path, records: Iterable[BaseModel]) -> None:
    with atomic_write(path) as file:
        for record in records:
            file.write(orjson.dumps(record.model_dump(mode="json", exclude_defaults=True)) + b"\n")


def _read_lines(path: Path, kind: type[Record]) -> Iterator[Record]:
    seen: dict[str, int] = {}
    try:
        for number, line in read_lines(path):
            if not line.strip():
                continue
            record = read_json_line(kind, line, path, number)
            if record.id in seen:
                raise InputError(
                    f"id {record.id!r} is on line {seen[record.id]} too", where=path, line=number, hint="rename one"
                )
            seen[record.id] = number
            yield record
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None


def _check_references(form: Form) -> None:
    if not form.questions:
        raise InputError("holds no question", where=form.folder / "questions.jsonl", hint="add one line per question")
    for number, question in enumerate(form.questions, 1):
        if question.passage is not None and question.passage not in form.passages:
            raise InputError(
                f"question {question.id!r} names passage {question.passage!r}, which is not in passages.jsonl",
                where=form.folder / "questions.jsonl",
                line=number,
                hint="add the passage",
            )
    for image in form.images:
        inside(form.folder, f"images/{image.file}", where=form.folder / "questions.jsonl")
        if not form.image_path(image.file).is_file():
            raise InputError("the picture is missing", where=form.image_path(image.file), hint="put it there")
