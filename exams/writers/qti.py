"""A form as a QTI package, version 2.1 or 3.0: one file per item, pictures beside, passages as stimuli in 3.0."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from exams.files.atomic_write import atomic_write
from exams.form import Form
from exams.question import Image, Passage, Question
from exams.writers.html import attribute, to_html
from exams.writers.qti_dialect import Dialect, dialect

_AT = "../images/"


def write_qti(form: Form, target: Path, version: str) -> list[str]:
    """Write the zip; ids of questions that QTI cannot hold: code. `version` is '2.1' or '3.0'."""
    qti = dialect(version)
    written = [q for q in form.questions if q.kind != "code"]
    passages = {q.passage for q in written if q.passage is not None}
    with atomic_write(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        resources = []
        for number, question in enumerate(written, 1):
            name = f"items/item{number}.xml"
            _put(archive, name, _item(form, question, number, qti))
            resources.append(_resource(qti, f"item{number}", name, question.topic))
        if qti.stimuli:
            for passage_id in sorted(passages):
                name = f"stimuli/{_identifier(passage_id)}.xml"
                _put(archive, name, _stimulus(form.passages[passage_id], qti))
                resources.append(_resource(qti, f"stimulus-{_identifier(passage_id)}", name, "", stimulus=True))
        for image in sorted({i.file for i in _images(form, written)}):
            _put(archive, f"images/{image}", form.image_path(image).read_bytes())
        _put(archive, "imsmanifest.xml", qti.manifest(resources, form.head.canary))
    return [q.id for q in form.questions if q.kind == "code"]


def _put(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    """Add a file with a fixed date, so that the same form gives the same archive."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content.encode("utf-8", "replace") if isinstance(content, str) else content)


def _images(form: Form, questions: list[Question]) -> list[Image]:
    own = [image for q in questions for image in q.all_images]
    return own + [i for q in questions if (p := form.passage_of(q)) is not None for i in p.images]


def _identifier(name: str) -> str:
    """A name as QTI allows identifiers; the true one is in the item's label."""
    return re.sub(r"[^A-Za-z0-9_.-]", "-", name) if re.match(r"[A-Za-z_]", name) else f"x{_identifier('x' + name)[1:]}"


def _resource(qti: Dialect, identifier: str, name: str, topic: str, stimulus: bool = False) -> str:
    kind = qti.stimulus_type if stimulus else qti.item_type
    keyword = f"<metadata>{qti.lom(attribute(topic))}</metadata>" if topic else ""
    return f'<resource identifier="{identifier}" type="{kind}" href="{name}">{keyword}<file href="{name}"/></resource>'


def _item(form: Form, question: Question, number: int, qti: Dialect) -> str:
    passage = form.passage_of(question)
    reference = inside = ""
    if passage is not None and qti.stimuli:
        name = _identifier(passage.id)
        reference = qti.stimulus_ref(name, f"../stimuli/{name}.xml")
    elif passage is not None:
        content = to_html(passage.text, passage.images, _AT, style=False)
        name = f"passage-{attribute(passage.id)}"
        inside = f'<div class="passage" id="{name}" label="{attribute(passage.title)}">{content}</div>'
    stem = to_html(question.stem, question.images, _AT, style=False)
    stem = stem if stem.startswith("<div") else f"<p>{stem}</p>"
    feedback = qti.feedback(to_html(question.explanation, style=False)) if question.explanation else ""
    return qti.item(
        identifier=f"item{number}",
        label=attribute(question.id),
        declarations=_declarations(question, qti),
        reference=reference,
        body=inside + stem + _interaction(question, qti),
        processing=qti.processing(question.kind, question.tolerance),
        feedback=feedback,
    )


def _declarations(question: Question, qti: Dialect) -> str:
    if question.kind in ("multiple_choice", "multiple_select"):
        labels = [option.label for option in question.options]
        values = [f"C{labels.index(k) + 1}" for k in question.key]
        cardinality = "single" if question.kind == "multiple_choice" else "multiple"
        return qti.declare("identifier", cardinality, values, question.points)
    if question.kind == "short_answer":
        return qti.declare("string", "single", [to_xml_text(key) for key in question.key], question.points)
    if question.kind == "numeric":
        base = "float" if all(_is_plain_number(k) for k in question.key) else "string"
        return qti.declare(base, "single", [attribute(k) for k in question.key], question.points)
    answer = [] if question.model_answer is None else [to_xml_text(question.model_answer)]
    return qti.declare("string", "single", answer, question.points)


def to_xml_text(text: str) -> str:
    """Text as XML character data."""
    return attribute(text).replace("&#10;", "\n").replace("&#9;", "\t")


def _is_plain_number(key: str) -> bool:
    return re.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", key) is not None


def _interaction(question: Question, qti: Dialect) -> str:
    if question.kind in ("numeric", "short_answer"):
        return qti.text_entry()
    if question.kind == "free_response":
        return qti.extended_text()
    choices = [to_html(o.text, o.images, _AT, style=False) for o in question.options]
    return qti.choice_interaction(choices, 1 if question.kind == "multiple_choice" else 0)


def _stimulus(passage: Passage, qti: Dialect) -> str:
    content = to_html(passage.text, passage.images, _AT, style=False)
    return qti.stimulus(_identifier(passage.id), attribute(passage.id), attribute(passage.title), content)
