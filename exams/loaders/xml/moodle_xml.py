"""Moodle XML: choice, true/false, numerical, short-answer and essay questions, categories, pictures as base64.

https://docs.moodle.org/en/Moodle_XML_format describes it. A description is the passage of the questions after it;
matching and gaps become one choice each; types that no form can hold (calculated, drag and drop on pictures) come out
as faults.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from exams.errors import InputError
from exams.loaders.draft import Draft, DraftOption, DraftPassage, Picture, choice_kind
from exams.loaders.markup.html_text import show
from exams.loaders.options.option_text import letter
from exams.loaders.options.short_answer import number_text, widest
from exams.loaders.picture_file import decode_base64, find_picture, picture_type
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.source import Source
from exams.loaders.text_banks.gaps import cloze_gaps, gap_drafts, word_gaps
from exams.loaders.text_banks.matching import matching_drafts
from exams.loaders.xml.given_texts import given_texts
from exams.loaders.xml.safe_xml import parse, text_of

# grades, marks of format and settings: their meaning is taken, or they say nothing of the question
_MEANT = {
    "single": "key",
    "defaultgrade": "points",
    "name": "id",
    "idnumber": "id",
    "category": "topic",
    "answer.tolerance": "tolerance",
}
UNUSED: tuple[str, ...] = (
    "answer.feedback",
    "hint",
    "correctfeedback",
    "partiallycorrectfeedback",
    "incorrectfeedback",
    "tags",
    "tag",
)
UNUSED += (
    "answernumbering",
    "responseformat",
    "responsetemplate",
    "unit",
    "instructions",
    "dataset_definitions",
    "file",
)
UNUSED += ("shuffleanswers", "usecase", "unitgradingtype", "showunits", "unitsleft", "format", "info", "statement")
_PASSAGE = re.compile(r'^<div class="passage" id="([^"<>]*)" title="([^"<>]*)">(.*?)</div><!--/passage-->', re.DOTALL)


def _sniff(source: Source) -> bool:
    return re.search(r"<quiz[\s>]", source.head_text) is not None and "<question" in source.head_text


def _read(source: Source, _: ImportOptions) -> Read:
    root = parse(source, source.data)
    topic = ""
    passage: DraftPassage | None = None
    for number, question in enumerate(root.iter("question"), 1):
        kind = question.get("type", "")
        if kind == "category":
            topic, passage = _category(text_of(question.find("category/text"))), None
            continue
        try:
            if kind == "description":
                text, pictures = _text(source, question.find("questiontext"), f"question {number}")
                passage = DraftPassage(text, pictures=pictures) if text.strip() or pictures else None
                continue
            for draft in _drafts(source, question, kind, topic, number):
                yield draft if draft.passage is not None else replace(draft, passage=passage)
        except InputError as error:
            yield error


def _category(path: str) -> str:
    """'$course$/top/Algebra' → 'Algebra'; nested categories stay joined by '/'."""
    parts = [p.strip() for p in path.replace("//", "\x00").split("/")]
    kept = [p.replace("\x00", "/") for p in parts if p and not re.fullmatch(r"\$\w+\$|top", p)]
    return "/".join(kept)


def _drafts(source: Source, question: Element, kind: str, topic: str, number: int) -> list[Draft]:
    """The question as one draft, or one for each of its gaps and prompts."""
    place = f"question {number}"
    readers = {"multichoice": _choice, "truefalse": _choice, "numerical": _numerical, "essay": _essay}
    readers |= {"shortanswer": _short, "multichoiceset": _choice_set}
    stem, pictures, passage = _stem(source, question.find("questiontext"), place)
    remarks: tuple[str, ...] = ()
    points = text_of(question.find("defaultgrade")).strip()
    worth = _number(source, points, "defaultgrade", place) if points else 1.0
    if worth <= 0:
        worth, remarks = 1.0, ("a grade of 0: taken as 1 point",)
    common: dict[str, Any] = {
        "id": text_of(question.find("idnumber")).strip() or text_of(question.find("name/text")).strip()[:60],
        "explanation": _text(source, question.find("generalfeedback"), place)[0],
        "topic": topic,
        "place": place,
        "given": given_texts(question),
        "remarks": remarks,
        "meant": _MEANT,
    }
    if kind in ("matching", "ddmatch"):
        pairs, others = _pairs(source, question, place)
        return matching_drafts(stem, pairs, others, pictures=pictures, points=worth, **common)
    if kind in ("cloze", "gapselect", "ddwtos"):
        gaps = cloze_gaps(stem) if kind == "cloze" else word_gaps(stem, _words(source, question, place))
        if not gaps:
            raise source.fault(f"a question of type {kind!r} without a gap", place=place)
        return gap_drafts(gaps, pictures, worth, common)
    if kind not in readers:
        raise source.fault(f"a question of type {kind!r}, which a form cannot hold", place=place, hint="leave it out")
    fields = readers[kind](source, question, place)
    return [Draft(stem, passage=passage, pictures=pictures, points=worth, **common, **fields)]


def _pairs(source: Source, question: Element, place: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Prompts with their answers, and the answers that no prompt has."""
    pairs, others = [], []
    for part in question.findall("subquestion"):
        prompt = _show(source, text_of(part.find("text")), _files(part), place)
        answer = _show(source, text_of(part.find("answer/text")), {}, place)[0]
        if prompt[1]:
            raise source.fault("a matching question with pictures, which a form cannot hold", place=place)
        if prompt[0].strip():
            pairs.append((prompt[0], answer))
        elif answer.strip():
            others.append(answer)
    if not pairs:
        raise source.fault("a matching question without a prompt", place=place)
    return pairs, others


def _words(source: Source, question: Element, place: str) -> list[tuple[str, str]]:
    """Words that may fill gaps, with the group of each."""
    found = [*question.findall("selectoption"), *question.findall("dragbox")]
    texts = [_show(source, text_of(w.find("text")), {}, place)[0] for w in found]
    return [(text, text_of(word.find("group")).strip()) for word, text in zip(found, texts, strict=True)]


def _choice_set(source: Source, question: Element, place: str) -> dict[str, Any]:
    fields = _choice(source, question, place)
    shares = [_number(source, a.get("fraction", "0"), "fraction", place) for a in question.findall("answer")]
    return {**fields, "kind": "multiple_select", "key": tuple(letter(i) for i, s in enumerate(shares) if s > 0)}


def _stem(source: Source, element: Element | None, place: str) -> tuple[str, tuple[Picture, ...], DraftPassage | None]:
    raw = text_of(element.find("text")) if element is not None else ""
    match = _PASSAGE.match(raw) if element is not None else None
    if match is None:
        return *_text(source, element, place), None
    text, pictures = _show(source, match[3], _files(element), place)
    rest = _show(source, raw[match.end() :], _files(element), place)
    return *rest, DraftPassage(text, unescape(match[2]), unescape(match[1]), pictures)


def _text(source: Source, element: Element | None, place: str) -> tuple[str, tuple[Picture, ...]]:
    """Text and pictures of an element in the format its attribute names (HTML unless it says plain text)."""
    if element is None:
        return "", ()
    raw = text_of(element.find("text"))
    if element.get("format") in ("plain_text", "markdown"):
        return raw, ()
    return _show(source, raw, _files(element), place)


def _show(source: Source, raw: str, files: Mapping[str, bytes], place: str) -> tuple[str, tuple[Picture, ...]]:
    try:
        shown = show(raw)
    except ValueError as error:
        raise source.fault(str(error), place=place) from None
    pictures = []
    for address, alt in shown.pictures:
        name = PurePosixPath(unquote(address.partition("?")[0])).name
        data: Any = files.get(name)
        if address.lstrip().startswith("data:"):
            address = "".join(unquote(address).split())
            data = decode_base64(address.partition(",")[2])
            name = f"picture.{picture_type(data or b'')}"
        if data is None:
            data = find_picture(source, name) if name else None
        if data is None or (isinstance(data, bytes) and picture_type(data) is None):
            raise source.fault(f"the picture {address[:60]!r} is not in the file", place=place, hint="embed it")
        pictures.append(Picture(name, data, alt))
    return shown.text, tuple(pictures)


def _files(element: Element | None) -> dict[str, bytes]:
    found = {}
    for file in element.findall("file") if element is not None else ():
        data = decode_base64(file.text or "") if file.get("encoding", "base64") == "base64" else None
        if data is not None:
            found[PurePosixPath(file.get("name", "")).name] = data
    return found


def _choice(source: Source, question: Element, place: str) -> dict[str, Any]:
    answers = question.findall("answer")
    shown = [_text(source, answer, place) for answer in answers]
    options = tuple(DraftOption(t, letter(i), p) for i, (t, p) in enumerate(shown))
    shares = [_number(source, answer.get("fraction", "0"), "fraction", place) for answer in answers]
    several = text_of(question.find("single")).strip().lower() in ("false", "0")
    right = [i for i, share in enumerate(shares) if share > 0]
    if not several and right:
        right = [i for i in right if shares[i] == max(shares)]
    return {"kind": choice_kind(several), "options": options, "key": tuple(letter(i) for i in right)}


def _numerical(source: Source, question: Element, place: str) -> dict[str, Any]:
    keys, tolerances = [], []
    for answer in question.findall("answer"):
        if _number(source, answer.get("fraction", "100"), "fraction", place) < 100:
            continue
        value = text_of(answer.find("text")).strip()
        if value == "*" and len(question.findall("answer")) > 1:
            continue  # Moodle's catch-all: any other answer
        if number_text(value) is None:
            raise source.fault(f"the numerical answer {value[:40]!r} is no number", place=place)
        keys.append(value)
        tolerances.append(_number(source, text_of(answer.find("tolerance")).strip() or "0", "tolerance", place))
    try:
        return widest(keys, tolerances)
    except ValueError as error:
        raise source.fault(str(error), place=place, hint="give them one tolerance") from None


def _short(source: Source, question: Element, place: str) -> dict[str, Any]:
    texts = [text_of(a.find("text")).strip() for a in question.findall("answer") if a.get("fraction") == "100"]
    return {"kind": "free_response", "model_answer": "\n".join(texts) or None}


def _essay(source: Source, question: Element, place: str) -> dict[str, Any]:
    return {"kind": "free_response", "model_answer": _text(source, question.find("graderinfo"), place)[0] or None}


def _number(source: Source, text: str, name: str, place: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise source.fault(f"{name} is {text[:40]!r}, not a number", place=place)
    return number


READER = FileReader("moodle", "Moodle XML", _sniff, _read, UNUSED)
