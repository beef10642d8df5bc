"""One QTI item as drafts: choices, inline choices, text entries, extended texts, with keys, pictures and points."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element

from exams.loaders.draft import Draft, DraftOption, DraftPassage, Picture, choice_kind
from exams.loaders.markup.html_text import show
from exams.loaders.options.option_text import letter
from exams.loaders.options.short_answer import number_text
from exams.loaders.picture_file import decode_base64, picture_type
from exams.loaders.source import Source
from exams.loaders.xml.given_texts import given_texts
from exams.loaders.xml.safe_xml import inner_html, text_of

_READ = ("choiceInteraction", "textEntryInteraction", "extendedTextInteraction", "inlineChoiceInteraction")
_GAPS = ("textEntryInteraction", "inlineChoiceInteraction")
# declarations, whose meaning is taken: the key, the points, what scores it
_MEANT = {"responseDeclaration": "key", "outcomeDeclaration": "points", "responseProcessing": "key"}
_ASIDE = frozenset(("rubricBlock", "modalFeedback", "feedbackBlock", "feedbackInline", "stylesheet"))


@dataclass(frozen=True)
class ItemFiles:
    """How an item reaches what it names: a picture's content (None if it is not there), a stimulus' passage."""

    source: Source
    name: str
    picture: Callable[[str], bytes | None]
    stimulus: Callable[[str], DraftPassage]
    text: Callable[[str], bytes | None] = lambda address: None

    def text_object(self, address: str) -> DraftPassage:
        """The passage in a text file that an item embeds. InputError if it is not there."""
        data = self.text(address)
        if data is None:
            what = f"embeds the text {address[:80]!r}, which is not there"
            raise self.source.fault(what, place=f"({self.name})", hint="give the whole package, not one item")
        text, pictures = self.shown(data.decode("utf-8-sig", "replace"))
        return DraftPassage(text, pictures=pictures)

    def shown(self, fragment: str) -> tuple[str, tuple[Picture, ...]]:
        """Text and pictures of an HTML fragment of this item."""
        place = f"({self.name})"
        try:
            found = show(fragment)
        except ValueError as error:
            raise self.source.fault(str(error), place=place) from None
        pictures = []
        for address, alt in found.pictures:
            if address.startswith("data:image/"):
                data = decode_base64(address.partition(",")[2])
                name = f"picture.{picture_type(data or b'')}"
            else:
                data, name = self.picture(address), PurePosixPath(address).name
            if data is None or picture_type(data) is None:
                raise self.source.fault(f"the picture {address[:80]!r} is not there", place=place)
            pictures.append(Picture(name, data, alt))
        return found.text, tuple(pictures)


def read_item(root: Element, files: ItemFiles, topic: str) -> list[Draft]:
    """The drafts of an `assessmentItem` (names as in QTI 2): one, or one for each of its interactions on the item's
    text as their passage. InputError for interactions that no form can hold, and for templates."""
    if root.find("templateDeclaration") is not None or next(root.iter("printedVariable"), None) is not None:
        what = "a template, whose variables are drawn for every candidate, which a form cannot hold"
        raise files.source.fault(what, place=f"({files.name})", hint="write out one version of it, or leave it out")
    body = root.find("itemBody")
    if body is None:
        raise files.source.fault("an item without itemBody", place=f"({files.name})")
    interactions = [e for e in body.iter() if isinstance(e.tag, str) and e.tag.endswith("Interaction")]
    unknown = [e.tag for e in interactions if e.tag not in _READ]
    if unknown or not interactions:
        what = f"a {unknown[0]}" if unknown else "no interaction"
        raise files.source.fault(f"{what}, which a form cannot hold", place=f"({files.name})", hint="leave it out")
    points = _points(root, files)
    common: dict[str, Any] = {
        "explanation": _explanation(root, files),
        "topic": topic,
        "place": f"({files.name})",
        "given": given_texts(root),
        "meant": _MEANT,
        "remarks": () if points > 0 else ("a highest score of 0: taken as 1 point",),
    }
    points = points if points > 0 else 1.0
    name = root.get("label") or root.get("identifier") or ""
    passage = _passage(root, body, files)
    if len(interactions) > 1:
        return _several(root, body, interactions, files, passage, points / len(interactions), name, common)
    interaction = interactions[0]
    fields = _fields(root, interaction, files)
    stem, pictures = _stem(body, interaction, files)
    return [Draft(stem, id=name, passage=passage, pictures=pictures, points=points, **common, **fields)]


def _fields(root: Element, interaction: Element, files: ItemFiles) -> dict[str, Any]:
    choices = ("choiceInteraction", "inlineChoiceInteraction")
    return (_choice if interaction.tag in choices else _entry)(root, interaction, files)


def _several(
    root: Element,
    body: Element,
    interactions: list[Element],
    files: ItemFiles,
    passage: DraftPassage | None,
    points: float,
    name: str,
    common: dict[str, Any],
) -> list[Draft]:
    """A question for each interaction; the text around them, its gaps numbered, is the passage."""
    read = [(_fields(root, i, files), files.shown(inner_html(i.find("prompt")).strip())) for i in interactions]
    for number, interaction in enumerate(interactions, 1):
        tail, mark = interaction.tail, f" _____ ({number}) " if interaction.tag in _GAPS else ""
        for child in list(interaction):
            interaction.remove(child)
        interaction.text, interaction.tag, interaction.tail = mark, "span", tail
    text, pictures = files.shown(inner_html(body, _ASIDE).strip())
    if passage is not None:
        text, pictures = f"{passage.text}\n\n{text}".strip(), (*passage.pictures, *pictures)
    whole = DraftPassage(text, passage.title if passage else "", "", pictures) if text or pictures else None
    return [
        Draft(
            prompt or f"What belongs into gap {number}?",
            id=f"{name}-{number}" if name else "",
            passage=whole,
            pictures=shown,
            points=points,
            **common,
            **fields,
        )
        for number, (fields, (prompt, shown)) in enumerate(read, 1)
    ]


def _passage(root: Element, body: Element, files: ItemFiles) -> DraftPassage | None:
    reference = root.find("assessmentStimulusRef")
    if reference is not None:
        return files.stimulus(reference.get("href", ""))
    found: list[DraftPassage] = []
    for parent in list(body.iter()):
        for child in list(parent):
            if child.tag == "object" and child.get("type") in ("text/html", "application/xhtml+xml", "text/plain"):
                found.append(files.text_object(child.get("data", "")))
                parent.remove(child)
            elif child.tag == "rubricBlock" and "candidate" in (child.get("view") or "candidate").split():
                text, pictures = files.shown(inner_html(child).strip())
                found += [DraftPassage(text, pictures=pictures)] if text or pictures else []
    if found:
        pictures = tuple(p for passage in found for p in passage.pictures)
        return DraftPassage("\n\n".join(p.text for p in found if p.text), pictures=pictures)
    for child in body:
        if child.tag == "div" and child.get("class") == "passage":
            text, pictures = files.shown(inner_html(child))
            name = (child.get("id") or "").removeprefix("passage-")
            body.remove(child)
            return DraftPassage(text, child.get("label") or "", name, pictures)
    return None


def _stem(body: Element, interaction: Element, files: ItemFiles) -> tuple[str, tuple[Picture, ...]]:
    """Everything of the body but the interaction, with its prompt; a gap in running text is '_____'."""
    for parent in list(body.iter()):
        for place, child in enumerate(list(parent)):
            if child is not interaction:
                continue
            alone = not (parent.text or "").strip() and len(parent) == 1 and not (child.tail or "").strip()
            if interaction.tag in _GAPS and not alone:
                before = "" if place == 0 else parent[place - 1].tail or ""
                if place == 0:
                    parent.text = f"{parent.text or ''}_____{child.tail or ''}"
                else:
                    parent[place - 1].tail = f"{before}_____{child.tail or ''}"
            parent.remove(child)
    for parent in list(body.iter()):
        for child in list(parent):
            empty = child.tag in ("p", "div") and not len(child) and not (child.text or "").strip()
            if empty and child.get("class") != "pre-wrap":
                parent.remove(child)
    html = inner_html(body, _ASIDE).strip()
    prompt = inner_html(interaction.find("prompt")).strip()
    if prompt:
        html = f"{html}<p>{prompt}</p>" if html else prompt
    return files.shown(html)


def _correct(root: Element, interaction: Element) -> tuple[list[str], Element | None]:
    """Values of the correct response, then further ones of the mapping that earn as much as the best; and where."""
    wanted = interaction.get("responseIdentifier")
    declared = next((d for d in root.findall("responseDeclaration") if d.get("identifier") == wanted), None)
    if declared is None:
        return [], None
    values = [text_of(v).strip() for v in declared.findall("correctResponse/value")]
    if interaction.tag == "textEntryInteraction" or not values:
        entries = [(e.get("mapKey", "").strip(), _float(e.get("mappedValue"))) for e in declared.iter("mapEntry")]
        best = max((points for _, points in entries), default=0.0)
        several = declared.get("cardinality") in ("multiple", "ordered") and interaction.tag == "choiceInteraction"
        values += [k for k, points in entries if (points > 0 if several else points == best > 0) and k not in values]
    return values, declared


def _choice(root: Element, interaction: Element, files: ItemFiles) -> dict[str, Any]:
    names, options = [], []
    for i, choice in enumerate(_choices(interaction)):
        names.append(choice.get("identifier", ""))
        text, pictures = files.shown(inner_html(choice, _ASIDE).strip())
        options.append(DraftOption(text, letter(i), pictures))
    values, declared = _correct(root, interaction)
    stray = next((value for value in values if value not in names), None)
    if stray is not None:
        raise files.source.fault(f"the correct response {stray[:40]!r} is no choice", place=f"({files.name})")
    several = declared is not None and declared.get("cardinality") in ("multiple", "ordered")
    key = tuple(letter(names.index(v)) for v in dict.fromkeys(values))
    return {"kind": choice_kind(several), "options": tuple(options), "key": key}


def _choices(interaction: Element) -> list[Element]:
    return interaction.findall("simpleChoice") or interaction.findall("inlineChoice")


def _entry(root: Element, interaction: Element, files: ItemFiles) -> dict[str, Any]:
    values, declared = _correct(root, interaction)
    numbers = [number_text(value) for value in values]
    numeric = declared is not None and declared.get("baseType") in ("float", "integer")
    if interaction.tag == "textEntryInteraction" and numbers and (numeric or all(numbers)):
        if not all(numbers):
            raise files.source.fault("the correct response is no number", place=f"({files.name})")
        tolerance = _tolerance(root)
        return {"kind": "numeric", "key": tuple(values), "more": {"tolerance": tolerance} if tolerance else {}}
    return {"kind": "free_response", "model_answer": "\n".join(values) or None}


def _tolerance(root: Element) -> float:
    for equal in root.iter("equal"):
        if equal.get("toleranceMode") == "absolute":
            parts = (equal.get("tolerance") or "").split()
            return abs(_float(parts[0])) if parts else 0.0
    return 0.0


def _points(root: Element, files: ItemFiles) -> float:
    """Of MAXSCORE's default, else SCORE's normalMaximum, else 1."""
    for declared in root.findall("outcomeDeclaration"):
        if declared.get("identifier") == "MAXSCORE":
            return _float(text_of(declared.find("defaultValue/value")))
    for declared in root.findall("outcomeDeclaration"):
        if declared.get("identifier") == "SCORE" and declared.get("normalMaximum"):
            return _float(declared.get("normalMaximum"))
    return 1.0


def _explanation(root: Element, files: ItemFiles) -> str:
    feedback = [f for f in root.findall("modalFeedback") if f.get("showHide") != "hide"]
    bodies = [body if (body := f.find("contentBody")) is not None else f for f in feedback]
    found = [files.shown(inner_html(body))[0] for body in bodies]
    return "\n\n".join(text for text in found if text)


def _float(text: str | None) -> float:
    try:
        number = float(text or "")
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0
