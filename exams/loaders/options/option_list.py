"""Options as sets keep them: lists, objects, labelled or flagged records, or text with marks or separators."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exams.loaders.options.literal import literal
from exams.loaders.options.option_text import split_options
from exams.loaders.row import Row

_TEXT: tuple[str, ...] = (
    "text",
    "content",
    "answer",
    "value",
    "option",
    "body",
    "answer_text",
    "option_text",
    "output",
    "choice",
    "title",
)
_TEXT += ("description", "name", "label", "html", "answerText", "optionText", "choiceText")
_LABEL = ("label", "id", "key", "letter", "identifier", "option", "index", "no", "symbol", "option_label", "name")
_FLAG: tuple[str, ...] = (
    "isCorrect",
    "is_correct",
    "correct",
    "isAnswer",
    "is_answer",
    "isRight",
    "right",
    "iscorrect",
    "answer",
    "true",
)
_FLAG += ("fraction", "weight", "is_true", "score", "tags", "isCorrectAnswer", "correctAnswer", "is_right", "IsCorrect")
_IMAGE = ("image", "img", "picture", "image_url", "figure")
_SMALL = re.compile(r"(?:^|(?<=[\s,;]))[(]?([a-h]) ?[).:](?=\s)")
_SEPARATORS = ("|", ";", "；", "\t", " / ")


@dataclass(frozen=True)
class OptionTexts:
    """Texts in order; labels in the same order where the set gives them, else empty.

    `right` are the positions that flags of the options call right, None where there are no flags. `weak`: the text was
    split at commas, so it is only a list if the key is one of its parts. `beside` are the fields of an option that are
    its label or its flag.
    """

    texts: list[str]
    labels: list[str]
    right: tuple[int, ...] | None = None
    names: list[str] = field(default_factory=list)
    pictures: list[Any] = field(default_factory=list)
    weak: bool = False
    beside: tuple[str, ...] = ()


def option_texts(row: Row, name: str) -> OptionTexts:
    """The options in a field. InputError naming the record if it holds none."""
    value = row.get(name)
    weak = False
    if isinstance(value, str):
        value, weak = _parsed(row, name, value)
    if isinstance(value, Mapping):
        return _of_mapping(row, name, value)
    if isinstance(value, (list, tuple)) and value and all(isinstance(v, Mapping) for v in value):
        return _of_records(row, name, value)
    if isinstance(value, (list, tuple)):
        return OptionTexts([row.as_text(item, name) for item in value], [], weak=weak)
    raise row.fault(f"the field {name!r} holds no options")


def _of_mapping(row: Row, name: str, value: Mapping[str, Any]) -> OptionTexts:
    texts_name = next((n for n in ("text", "texts", "choices") if isinstance(value.get(n), (list, tuple))), None)
    if texts_name is not None and {"label", "labels"} & value.keys():
        inner = Row(row.source, row.number, row.line, value)
        label_name = "label" if "label" in value else "labels"
        texts, labels = inner.texts(texts_name), inner.texts(label_name)
        if len(texts) != len(labels):
            raise row.fault(f"{len(texts)} options but {len(labels)} labels")
        flags = [_truthy(mark) for mark in value[label_name]]
        if set(labels) <= {"0", "1"} and "1" in labels:
            return OptionTexts(texts, [], tuple(i for i, f in enumerate(flags) if f))
        return OptionTexts(texts, labels, beside=(label_name,))
    pairs = [(str(k), v) for k, v in value.items() if v is not None and v != ""]
    marks = [v for _, v in pairs]
    if _scored(marks) and not all(len(k) == 1 for k, _ in pairs):
        return OptionTexts([k for k, _ in pairs], [], tuple(i for i, v in enumerate(marks) if v))
    if pairs and all(isinstance(v, Mapping) for v in marks):
        found = _of_records(row, name, marks)
        return OptionTexts(
            found.texts, [k for k, _ in pairs], found.right, pictures=found.pictures, beside=found.beside
        )
    return OptionTexts([row.as_text(v, name) for _, v in pairs], [label for label, _ in pairs])


def _scored(marks: Sequence[Any]) -> bool:
    """Whether values are marks of right (1) and wrong (0) options."""
    numbers = bool(marks) and all(isinstance(v, (bool, int, float)) for v in marks)
    return numbers and set(map(float, marks)) <= {0.0, 1.0} and any(marks)


def _of_records(row: Row, name: str, values: Sequence[Mapping[str, Any]]) -> OptionTexts:
    flag = next((n for n in _FLAG if any(n in v for v in values) and all(_is_flag(v.get(n)) for v in values)), None)
    text = next((n for n in _TEXT if n != flag and all(_holds_text(v.get(n)) for v in values)), None)
    image = next((n for n in _IMAGE if any(v.get(n) for v in values)), None)
    if text is None and image is None:
        known = ", ".join(map(str, values[0]))[:80]
        raise row.fault(f"the field {name!r} holds objects without a text ({known})", "options are {text, label}")
    label = next((n for n in _LABEL if n not in (text, flag) and all(_is_label(v.get(n)) for v in values)), None)
    texts = ["" if text is None else _text(row, v.get(text), name) for v in values]
    return OptionTexts(
        texts,
        [] if label is None else [str(v[label]).strip() for v in values],
        None if flag is None else tuple(i for i, v in enumerate(values) if _truthy(v.get(flag))),
        pictures=[] if image is None else [v.get(image) for v in values],
        beside=tuple(n for n in (label, flag) if n is not None),
    )


def _holds_text(value: Any) -> bool:
    if isinstance(value, Mapping):
        return isinstance(value.get("text"), str)
    return value is not None and not isinstance(value, (bool, list, tuple))


def _text(row: Row, value: Any, name: str) -> str:
    return row.as_text(value["text"] if isinstance(value, Mapping) else value, name)


def _is_label(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool) and 0 < len(str(value)) <= 40


def _is_flag(value: Any) -> bool:
    if isinstance(value, list):
        return all(v == "correct" for v in value)
    if isinstance(value, str):
        return value.strip().lower() in ("true", "false", "yes", "no", "1", "0", "correct", "incorrect", "")
    return value is None or isinstance(value, (bool, int, float))


def _truthy(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().lower() in ("true", "yes", "1", "correct")
    return bool(value) and not (isinstance(value, (int, float)) and value <= 0)


def _parsed(row: Row, name: str, text: str) -> tuple[Any, bool]:
    """The list in a text, and whether it is only one if the key says so."""
    stripped = text.strip()
    if stripped[:1] in ("[", "{", "("):
        value = literal(stripped)
        if isinstance(value, (list, tuple, Mapping)):
            return value, False
    if (split := split_options(text)) is not None and not split[0].strip():
        return _bare(split[1]), False
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) >= 2:
        return lines, False
    if (marked := _lower_case(stripped)) is not None:
        return marked, False
    for mark in _SEPARATORS:
        parts = [part.strip() for part in stripped.strip(mark).split(mark)]
        if len(parts) >= 2 and all(parts):
            return parts, False
    if split is not None:
        return _bare(split[1]), False
    parts = [part.strip() for part in re.split(r"[,，、]", stripped)]
    if len(parts) >= 2 and all(parts):
        return parts, True
    raise row.fault(f"the field {name!r} holds text that is no list of options", "a JSON list is the safest")


def _lower_case(text: str) -> list[str] | None:
    """Options after small letters, 'a ) 38 , b ) 27', that go on without a gap from a."""
    pieces = _SMALL.split(text)
    marks = pieces[1::2]
    if pieces[0].strip() or len(marks) < 2 or marks != [chr(97 + i) for i in range(len(marks))]:
        return None
    return _bare([piece.strip() for piece in pieces[2::2]])


def _bare(texts: list[str]) -> list[str]:
    """Texts without the comma or semicolon that stood between options, where it stood after all but the last."""
    for mark in (",", ";", "；", "，", "|"):
        if len(texts) > 1 and all(text.endswith(mark) for text in texts[:-1]):
            return [text.removesuffix(mark).rstrip() for text in texts]
    return texts
