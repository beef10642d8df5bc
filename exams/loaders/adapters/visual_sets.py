"""Sets of questions on pictures as their authors keep them: ChartQA, DocVQA, TextVQA, AI2D, MMMU, MathVista.

Pictures lie beside the file, in the folder that the set gives them, or are embedded (Parquet of the hub). ChartQA's
answers are graded by relaxed accuracy, DocVQA's by ANLS, TextVQA's by VQA accuracy; the others are multiple choice,
numbers, or words for a grader. The layouts are those of the sets' own pages and public readers; none of these sets was
at hand when this was written, so no real file was tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft, Picture
from exams.loaders.options.literal import literal
from exams.loaders.options.option_text import letter, lettered
from exams.loaders.options.short_answer import number_text, short_answer
from exams.loaders.picture_file import find_picture, picture_of
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.row import Row

MOST_PICTURES = 7  # of one question: MMMU's columns image_1 to image_7


def _chartqa(row: Row, _: ImportOptions) -> Draft:
    label = row.get("label")
    answers = row.texts("label") if isinstance(label, (list, tuple)) else [row.text("label")]
    return _short(row, row.text("query"), answers, "relaxed", _one_picture(row, "imgname", "png"))


def _docvqa(row: Row, _: ImportOptions) -> Draft:
    return _short(row, row.text("question"), row.texts("answers"), "anls", _one_picture(row, "image", "documents"))


def _textvqa(row: Row, _: ImportOptions) -> Draft:
    return _short(row, row.text("question"), row.texts("answers"), "vqa", _one_picture(row, "image_id", "train_images"))


def _short(row: Row, stem: str, answers: list[str], rule: str, pictures: tuple[Picture, ...]) -> Draft:
    if not any(answer.strip() for answer in answers):
        raise row.fault("no answer is given", "the test split has none: take validation")
    name = row.optional_text("questionId") or row.optional_text("question_id")
    key = tuple(answers)
    return row.draft(stem, kind="short_answer", key=key, id=name, pictures=pictures, more={"matching": rule})


def _one_picture(row: Row, field: str, folder: str) -> tuple[Picture, ...]:
    """Embedded in `image`, or the file that a field names, in the set's folder or beside."""
    if row.get("image") is not None and not isinstance(row.get("image"), str):
        return (picture_of(row, "image", row.get("image")),)
    name = row.text(field)
    if "." not in name:
        name += ".jpg"
    inside = f"{folder}/{name}"
    return (picture_of(row, field, inside if find_picture(row.source, inside) else name),)


def _ai2d(row: Row, _: ImportOptions) -> Draft:
    texts, answer = row.texts("options"), row.text("answer").strip()
    if not answer.isdecimal() or int(answer) >= len(texts):
        raise row.fault(f"the answer {answer!r} is no position among {len(texts)} options, from 0")
    pictures = (picture_of(row, "image", row.get("image")),)
    return row.draft(row.text("question"), options=lettered(texts), key=(letter(int(answer)),), pictures=pictures)


def _mmmu(row: Row, _: ImportOptions) -> Draft:
    names = (f"image_{n}" for n in range(1, MOST_PICTURES + 1))
    pictures = tuple(picture_of(row, name, row.get(name)) for name in names if row.get(name) is not None)
    options = row.get("options")
    texts = [str(t) for t in (literal(options) if isinstance(options, str) else options or ())]
    answer = row.text("answer").strip()
    if answer == "?":
        raise row.fault("no answer is given", "the test split has none: take dev or validation")
    if texts and answer not in [letter(n) for n in range(len(texts))]:
        raise row.fault(f"the answer {answer!r} is no letter of {len(texts)} options")
    asked = {"options": lettered(texts), "key": (answer,)} if texts else short_answer(answer)
    return row.draft(
        row.text("question"),
        id=row.optional_text("id"),
        pictures=pictures,
        topic=row.optional_text("subfield"),
        explanation=row.optional_text("explanation"),
        **asked,
    )


def _mathvista(row: Row, _: ImportOptions) -> Draft:
    field = "decoded_image" if isinstance(row.get("decoded_image"), Mapping) else "image"
    choices, answer = row.get("choices"), row.text("answer").strip()
    stem = row.text("question")
    if unit := row.optional_text("unit"):
        stem += f" (Unit: {unit})"
    if choices:
        texts = row.texts("choices")
        if texts.count(answer) != 1:
            raise row.fault(f"the answer {answer[:40]!r} is not one of the choices")
        asked: dict[str, Any] = {"options": lettered(texts), "key": (letter(texts.index(answer)),)}
    elif row.optional_text("answer_type") in ("integer", "float") and number_text(answer) is not None:
        places = int(float(row.optional_text("precision") or 0))
        more = {"tolerance": 0.5 * 10**-places} if row.optional_text("answer_type") == "float" else {}
        asked = {"kind": "numeric", "key": (answer,), "more": more}
    else:
        asked = short_answer(answer)
    pictures = (picture_of(row, field, row.get(field)),)
    return row.draft(stem, id=row.optional_text("pid"), pictures=pictures, **asked)


def _has(*names: str) -> Any:
    return lambda fields: set(names) <= fields.keys()


SHAPES = (
    RecordAdapter(
        "chartqa",
        "ChartQA: query, label and a chart (not tried on the set itself)",
        lambda f: {"query", "label"} <= f.keys() and bool({"imgname", "image"} & f.keys()),
        each(_chartqa),
        unused=("human_or_machine",),
        meant={"imgname": "picture", "image": "picture"},
    ),
    RecordAdapter(
        "docvqa",
        "DocVQA and InfographicVQA: a page and accepted answers (not tried on the set itself)",
        _has("questionId", "question", "answers", "image"),
        each(_docvqa),
        unused=(
            *("question_types", "docId", "ucsf_document_id", "ucsf_document_page_no", "data_split"),
            *("answer_type", "image_url", "operation/reasoning", "ocr_output_file", "image_local_name", "ocr"),
        ),
        meant={"image": "picture"},
    ),
    RecordAdapter(
        "textvqa",
        "TextVQA and VQA: a picture and ten people's answers (not tried on the set itself)",
        _has("question", "answers", "image_id", "question_id"),
        each(_textvqa),
        unused=(
            *("image_classes", "flickr_original_url", "flickr_300k_url", "image_width", "image_height", "set_name"),
            *("question_tokens", "ocr_tokens", "image_name", "image_path", "feature_path"),
        ),
        meant={"image_id": "picture", "image": "picture"},
    ),
    RecordAdapter(
        "mmmu",
        "MMMU: options and up to seven pictures (not tried on the set itself)",
        _has("question", "options", "answer", "image_1", "question_type"),
        each(_mmmu),
        unused=("img_type", "topic_difficulty", "question_type"),
        meant={"answer": "key", **{f"image_{n}": "picture" for n in range(1, MOST_PICTURES + 1)}},
    ),
    RecordAdapter(
        "mathvista",
        "MathVista: choices or a number (not tried on the set itself)",
        _has("pid", "question", "answer", "question_type", "image"),
        each(_mathvista),
        unused=("query", "metadata", "question_type", "answer_type", "precision"),
        meant={"image": "picture", "decoded_image": "picture", "answer": "key"},
    ),
    RecordAdapter(
        "ai2d",
        "AI2D: a diagram and options, answer from 0 (not tried on the set itself)",
        lambda f: f.keys() == {"question", "options", "answer", "image"} and str(f["answer"]).strip().isdecimal(),
        each(_ai2d),
        meant={"image": "picture", "answer": "key"},
    ),
)
