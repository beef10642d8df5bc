"""QTI 1.2 items, as Canvas, Blackboard, D2L and text2qti write them: choices, true/false, numbers, words, matching.

Specification: https://www.imsglobal.org/question/qtiv1p2/imsqti_asi_bindv1p2.html. The key is what `resprocessing`
gives the most points for.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from exams.errors import InputError
from exams.loaders.draft import Draft, DraftOption, DraftPassage, Picture, choice_kind
from exams.loaders.markup.html_text import show
from exams.loaders.options.option_text import letter, lettered
from exams.loaders.options.short_answer import number_text
from exams.loaders.picture_file import decode_base64, picture_type
from exams.loaders.source import Source
from exams.loaders.xml.given_texts import given_texts
from exams.loaders.xml.safe_xml import text_of
from exams.loaders.xml.scored_values import Scored, scored_values

_MEANT = {"resprocessing": "key", "itemmetadata": "kind", "presentation.response_str.render_fib": "answer"}
_UNREAD = ("file_upload_question", "calculated_question", "hotspot", "ordering", "numerical_formula")


@dataclass
class _Item:
    """One item while it is read."""

    source: Source
    element: Element
    picture: Callable[[str], bytes | None]
    place: str
    about: dict[str, str] = field(default_factory=dict)

    def fault(self, what: str) -> InputError:
        """An InputError at this item."""
        return self.source.fault(what, place=self.place, hint="leave it out")

    def shown(self, material: Element | None) -> tuple[str, tuple[Picture, ...]]:
        """Text and pictures of a `material`."""
        if material is None:
            return "", ()
        texts, pictures = [], []
        for part in material.iter():
            if part.tag in ("mattext", "matemtext", "mat_formattedtext"):
                kind = part.get("texttype", "text/plain").lower()
                raw = text_of(part)
                fragment = raw if "html" in kind or ("<" in raw and "</" in raw) else html.escape(raw, quote=False)
                try:
                    found = show(fragment)
                except ValueError as error:
                    raise self.fault(str(error)) from None
                texts.append(found.text if fragment is raw else raw.strip())
                pictures += [self._picture(address, alt) for address, alt in found.pictures]
            elif part.tag == "matimage":
                pictures.append(self._picture(part.get("uri", ""), part.get("label", "")))
            elif part.tag in ("mataudio", "matvideo", "matapplet", "matapplication"):
                raise self.fault(f"a <{part.tag}>, which a form cannot hold")
        return "\n".join(t for t in texts if t.strip()), tuple(pictures)

    def _picture(self, address: str, alt: str) -> Picture:
        if address.lstrip().startswith("data:"):
            data = decode_base64("".join(unquote(address).split()).partition(",")[2])
            name = f"picture.{picture_type(data or b'')}"
        else:
            plain = unquote(address.replace("$IMS-CC-FILEBASE$", "").partition("?")[0])
            data, name = self.picture(plain), PurePosixPath(plain).name
        if data is None or picture_type(data) is None:
            raise self.fault(f"the picture {address[:80]!r} is not there")
        return Picture(name, data, alt)


def read_version_1(
    source: Source, root: Element, picture: Callable[[str], bytes | None], place: str
) -> Iterator[Draft | InputError]:
    """Drafts of all items under an element, a fault in the place of one that no form can hold."""
    for number, element in enumerate(root.iter("item"), 1):
        item = _Item(source, element, picture, f"{place} item {number}".strip(), _metadata(element))
        try:
            yield from _drafts(item)
        except InputError as error:
            yield error


def _metadata(element: Element) -> dict[str, str]:
    found = {
        text_of(f.find("fieldlabel")).strip().lower(): text_of(f.find("fieldentry")).strip()
        for f in element.iter("qtimetadatafield")
    }
    for name in ("bbmd_questiontype", "qmd_itemtype", "bbmd_assessmenttype"):
        if (value := text_of(element.find(f"itemmetadata/{name}")).strip()) and name != "bbmd_assessmenttype":
            found.setdefault("question_type", value)
    return found


def _drafts(item: _Item) -> list[Draft]:
    kind = item.about.get("question_type", item.about.get("cc_profile", "")).lower()
    if any(word in kind for word in _UNREAD):
        raise item.fault(f"a question of type {kind!r}, which a form cannot hold")
    presentation = item.element.find("presentation")
    if presentation is None:
        raise item.fault("an item without presentation")
    asked = [
        e for e in presentation.iter() if e.tag in ("response_lid", "response_str", "response_num", "response_grp")
    ]
    stem, pictures = _stem(item, presentation)
    if "text_only" in kind:
        raise item.fault("a text without a question")
    points = _points(item)
    common: dict[str, Any] = {
        "explanation": _explanation(item),
        "place": item.place,
        "given": given_texts(item.element),
        "meant": _MEANT,
        "remarks": () if points > 0 else ("a highest score of 0: taken as 1 point",),
    }
    points = points if points > 0 else 1.0
    name = item.element.get("ident", "")
    scored = scored_values(item.element)
    if len(asked) <= 1:
        fields = _fields(item, asked[0] if asked else None, scored, kind)
        return [Draft(stem, id=name, pictures=pictures, points=points, **common, **fields)]
    passage = DraftPassage(stem, pictures=pictures) if stem.strip() or pictures else None
    drafts = []
    for number, response in enumerate(asked, 1):
        prompt, shown = item.shown(response.find("material"))
        own = {**common, "id": f"{name}-{number}" if name else ""}
        fields = _fields(item, response, scored, kind)
        asks = prompt or f"What belongs into gap {number}?"
        drafts.append(Draft(asks, passage=passage, pictures=shown, points=points / len(asked), **own, **fields))
    return drafts


def _stem(item: _Item, presentation: Element) -> tuple[str, tuple[Picture, ...]]:
    """All material that is in no response, in order."""
    texts: list[str] = []
    pictures: list[Picture] = []

    def walk(element: Element) -> None:
        for child in element:
            if child.tag == "material":
                text, shown = item.shown(child)
                texts.append(text)
                pictures.extend(shown)
            elif child.tag in ("flow", "flow_mat"):
                walk(child)
            elif child.tag.startswith("response_") and _one(presentation) and child.find("material") is not None:
                text, shown = item.shown(child.find("material"))
                texts.append(text)
                pictures.extend(shown)

    walk(presentation)
    return "\n\n".join(t for t in texts if t.strip()), tuple(pictures)


def _one(presentation: Element) -> bool:
    return (
        sum(e.tag in ("response_lid", "response_str", "response_num", "response_grp") for e in presentation.iter()) == 1
    )


def _points(item: _Item) -> float:
    for name in ("points_possible", "qmd_weighting"):
        value = number_text(item.about.get(name, ""))
        if value is not None and "/" not in value:
            return float(value)
    return 1.0


def _explanation(item: _Item) -> str:
    found = []
    for feedback in item.element.iter("itemfeedback"):
        if "general" in (feedback.get("ident") or "").lower() or (feedback.get("ident") or "").lower() == "solution":
            found.append(item.shown(feedback)[0])
    return "\n\n".join(t for t in found if t)


def _fields(item: _Item, response: Element | None, scored: Scored, kind: str) -> dict[str, Any]:
    if response is None:
        raise item.fault("an item without a response")
    labels = [e for e in response.iter("response_label") if response.tag in ("response_lid", "response_grp")]
    name = response.get("ident", "")
    if labels:
        return _choice(item, response, labels, scored.right(name), kind)
    return _words(item, scored, name, kind)


def _choice(item: _Item, response: Element, labels: list[Element], right: list[str], kind: str) -> dict[str, Any]:
    names = [label.get("ident", "") for label in labels]
    options = []
    for i, label in enumerate(labels):
        text, pictures = item.shown(label)
        options.append(DraftOption(text, letter(i), pictures))
    several = response.get("rcardinality", "").lower() == "multiple" or "multiple_answer" in kind
    folded = [n.casefold() for n in names]
    key = tuple(letter(folded.index(r.casefold())) for r in right if r.casefold() in folded)
    if len(key) != len(right) or not key:
        raise item.fault("nothing in it says which option is right")
    if "true" in folded and "false" in folded and not any(o.text for o in options):
        return {"options": lettered(n.capitalize() for n in names), "key": key}
    return {"kind": choice_kind(several), "options": tuple(options), "key": key}


def _words(item: _Item, scored: Scored, name: str, kind: str) -> dict[str, Any]:
    right = scored.right(name)
    spans = scored.spans(name)
    numeric = "numeric" in kind or kind == "num" or bool(spans)
    if numeric and spans:
        low, high = spans[0]
        exact = next((v for v in right if number_text(v) is not None and low <= float(v) <= high), None)
        middle = (
            exact if exact is not None and abs((low + high) / 2 - float(exact)) < 1e-9 else f"{(low + high) / 2:.12g}"
        )
        more = {"tolerance": (high - low) / 2} if high > low else {}
        return {"kind": "numeric", "key": (middle,), "more": more}
    if right and all(number_text(v) is not None for v in right) and (numeric or "essay" not in kind):
        return {"kind": "numeric", "key": tuple(dict.fromkeys(right))}
    if numeric:
        raise item.fault("a numerical question without a number as its key")
    return {"kind": "free_response", "model_answer": "\n".join(dict.fromkeys(right)) or None}
