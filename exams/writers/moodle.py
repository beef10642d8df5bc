"""A form as Moodle XML: pictures embedded, passages marked within the question's text."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable
from pathlib import Path

from exams.files.atomic_write import atomic_write
from exams.form import Form
from exams.question import Image, Question
from exams.writers.decimal_key import decimal_key
from exams.writers.html import attribute, to_html

_AT = "@@PLUGINFILE@@/"
_TYPES = {"multiple_choice": "multichoice", "multiple_select": "multichoice", "numeric": "numerical"}
_TYPES |= {"short_answer": "shortanswer"}


def write_moodle(form: Form, target: Path) -> list[str]:
    """Write the file; ids of questions that Moodle XML cannot hold: code."""
    written = [q for q in form.questions if q.kind != "code"]
    with atomic_write(target) as file:
        file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')
        if form.head.canary:
            file.write(f"<!-- canary {html.escape(form.head.canary).replace('--', '- -')} -->\n".encode())
        topic = ""
        for question in written:
            if question.topic != topic:
                topic = question.topic
                path = "/".join(["$course$", "top", *([topic.replace("/", "//")] if topic else [])])
                file.write(f'<question type="category"><category>{_text(path)}</category></question>\n'.encode())
            file.write(_question(form, question).encode("utf-8", "replace"))
        file.write(b"</quiz>\n")
    return [q.id for q in form.questions if q.kind == "code"]


def _question(form: Form, question: Question) -> str:
    kind = _TYPES.get(question.kind, "essay")
    parts = [
        f"<name>{_text(question.id)}</name>",
        _html(form, "questiontext", _stem(form, question), _stem_images(form, question)),
        _html(form, "generalfeedback", to_html(question.explanation), ()),
        f"<defaultgrade>{question.points!r}</defaultgrade>",
        f"<idnumber>{html.escape(question.id)}</idnumber>",
    ]
    if kind == "multichoice":
        parts.append(f"<single>{'false' if question.kind == 'multiple_select' else 'true'}</single>")
        parts.append("<shuffleanswers>false</shuffleanswers><answernumbering>ABCD</answernumbering>")
        parts += _choices(form, question)
    elif kind == "numerical":
        margin = f"<tolerance>{question.tolerance!r}</tolerance>"
        keys = dict.fromkeys(map(decimal_key, question.key))
        parts += [f'<answer fraction="100" format="plain_text">{_text(k)}{margin}</answer>' for k in keys]
    elif kind == "shortanswer":
        parts.append("<usecase>1</usecase>")
        parts += [f'<answer fraction="100" format="plain_text">{_text(key)}</answer>' for key in question.key]
    else:
        parts.append(_html(form, "graderinfo", to_html(question.model_answer or ""), ()))
    return f'<question type="{kind}">\n' + "\n".join(parts) + "\n</question>\n"


def _stem(form: Form, question: Question) -> str:
    stem = to_html(question.stem, question.images, _AT)
    passage = form.passage_of(question)
    if passage is None:
        return stem
    inside = to_html(passage.text, passage.images, _AT)
    head = f'<div class="passage" id="{attribute(passage.id)}" title="{attribute(passage.title)}">'
    return f"{head}{inside}</div><!--/passage-->{stem}"


def _stem_images(form: Form, question: Question) -> tuple[Image, ...]:
    passage = form.passage_of(question)
    return (*(passage.images if passage else ()), *question.images)


def _choices(form: Form, question: Question) -> Iterable[str]:
    share = 100 / len(question.key)
    for option in question.options:
        fraction = 0.0
        if option.label in question.key:
            fraction = share if question.kind == "multiple_select" else 100.0
        elif question.kind == "multiple_select":
            fraction = -share
        inner = _inside(form, to_html(option.text, option.images, _AT), option.images)
        yield f'<answer fraction="{fraction:.7g}" format="html">{inner}</answer>'


def _html(form: Form, name: str, content: str, images: tuple[Image, ...]) -> str:
    return f'<{name} format="html">{_inside(form, content, images)}</{name}>'


def _inside(form: Form, content: str, images: tuple[Image, ...]) -> str:
    files = {image.file: form.image_path(image.file) for image in images}
    return _text(content) + "".join(
        f'<file name="{attribute(name)}" path="/" encoding="base64">{base64.b64encode(p.read_bytes()).decode()}</file>'
        for name, p in files.items()
    )


def _text(content: str) -> str:
    """Content as Moodle writes it: HTML within CDATA. A carriage return, which no CDATA keeps, is escaped instead."""
    if "]]>" in content or "\r" in content:
        return f"<text>{html.escape(content, quote=False).replace(chr(13), '&#13;')}</text>"
    return f"<text><![CDATA[{content}]]></text>"
