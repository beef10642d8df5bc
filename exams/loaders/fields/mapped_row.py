"""One row under the parts of a question: its options, texts, pictures, and the draft that it becomes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft, DraftOption, DraftPassage, Picture, choice_kind
from exams.loaders.fields.annulled import annulled
from exams.loaders.fields.columns import Columns, lookup
from exams.loaders.fields.open_answer import open_answer
from exams.loaders.markup.cell_text import as_paragraphs, is_nothing, plain_cell
from exams.loaders.options.key_reading import is_void
from exams.loaders.options.option_list import OptionTexts, option_texts
from exams.loaders.options.option_text import letter, without_letters
from exams.loaders.options.seeded_shuffle import shuffled
from exams.loaders.picture_file import picture_named, picture_of
from exams.loaders.row import Row

_HTML = "HTML read as text"
_SEVERAL = re.compile(
    r"check ?box|multi(?:ple)?[ _-]?(?:select|answer|response)|several|多选|多項|多项|^M[AR]$", re.IGNORECASE
)
_SLOT = re.compile(r"<image[ _]?(\d{1,2})>", re.IGNORECASE)


@dataclass
class MappedRow:
    """A row and what was found in it so far. `key` are letters by position, `truth` the words of a statement."""

    row: Row
    columns: Columns
    seed: int = 0
    lead: str = ""
    unused: tuple[str, ...] = ()
    stem: str = ""
    options: OptionTexts | None = None
    shuffle: bool = False
    several: bool = False
    key: tuple[str, ...] | None = None
    key_column: str = ""
    pictures: dict[int, Picture] = field(default_factory=dict)
    truth: tuple[str, str] | None = None
    remarks: list[str] = field(default_factory=list)
    meant: dict[str, str] = field(default_factory=dict)

    def value(self, part: str) -> Any:
        """The value of a part's first column that holds one; None if it is missing or NaN."""
        for name in self.columns.of.get(part, ()):
            found = lookup(self.row.fields, name)
            if found is not None and found == found:
                return found
        return None

    def text(self, value: Any, part: str) -> str:
        """A value as plain text. InputError naming the record where it holds no text."""
        try:
            shown = plain_cell(self.row.as_text(value, part))
        except ValueError as error:
            raise self.row.fault(str(error)) from None
        if shown.was_html and _HTML not in self.remarks:
            self.remarks.append(_HTML)
        for address, alt in shown.pictures:
            picture = picture_named(self.row, address, alt)
            self.pictures[max(self.pictures, default=0) + 1] = picture
        return shown.text

    def paragraphs(self, part: str) -> str:
        """All columns of a part that hold text, lists and objects laid out, one after the other."""
        found = []
        for name in self.columns.of.get(part, ()):
            value = lookup(self.row.fields, name)
            if is_nothing(value):
                continue
            laid = as_paragraphs(value)
            if laid is None:
                self.remarks.append(f"{name}: no text, left out")
            elif laid.strip() and self.text(laid, part) not in found:
                found.append(self.text(laid, part))
        return "\n\n".join(found)


def option_set(mapped: MappedRow, fixed: Sequence[str]) -> OptionTexts | None:
    """Options of a row: spread over columns, in one, fixed by the layout, or the right one beside the wrong ones."""
    row, columns = mapped.row, mapped.columns
    if columns.spread:
        cells = [(name, mark, lookup(row.fields, name)) for name, mark in columns.spread]
        kept = [
            (n, m, v) for n, m, v in cells if v is not None and v == v and not (isinstance(v, str) and not v.strip())
        ]
        if kept and kept != cells[: len(kept)]:
            mapped.remarks.append("an empty option cell between others")
        if kept:
            texts = [mapped.text(v, name) for name, _, v in kept]
            return OptionTexts(without_letters(texts), [m for _, m, _ in kept], names=[n for n, _, _ in kept])
    name = columns.first("options")
    value = lookup(row.fields, name) if name else None
    if not is_nothing(value) and not (isinstance(value, str) and value.strip() in ("[]", "{}")):
        found = option_texts(Row(row.source, row.number, row.line, {"options": value}), "options")
        texts = [mapped.text(text, "options") for text in found.texts]
        mapped.meant |= {f"{name}.{inner}": "options" for inner in found.beside}
        return OptionTexts(without_letters(texts), found.labels, found.right, pictures=found.pictures, weak=found.weak)
    wrong = _wrong_texts(mapped)
    if wrong:
        given = [lookup(row.fields, k) for k in columns.keys]
        given = [v[0] if isinstance(v, list) and len(v) == 1 else v for v in given if not is_nothing(v)]
        right = next((v for v in given if not isinstance(v, (list, Mapping))), None)
        if right is None:
            raise row.fault("the right answer is missing", "say which field holds it: --map key=NAME")
        mapped.shuffle = True
        return OptionTexts([mapped.text(right, "key"), *wrong], [], (0,))
    return OptionTexts(list(fixed), []) if fixed else None


def _wrong_texts(mapped: MappedRow) -> list[str]:
    texts: list[str] = []
    for name in mapped.columns.of.get("wrong", ()):
        value = lookup(mapped.row.fields, name)
        if is_nothing(value):
            continue
        if isinstance(value, str) and value.strip()[:1] == "[":
            value = option_texts(Row(mapped.row.source, mapped.row.number, None, {"wrong": value}), "wrong").texts
        for text in value if isinstance(value, (list, tuple)) else [value]:
            texts.append(mapped.text(text, "wrong"))
    return texts


def row_pictures(mapped: MappedRow) -> dict[int, Picture]:
    """Pictures by their number: that of the column's name ('image_2'), else the order in which they stand."""
    found = dict(mapped.pictures)
    for name in mapped.columns.of.get("image", ()):
        value = lookup(mapped.row.fields, name)
        for inner in value if isinstance(value, (list, tuple)) else [value]:
            if is_nothing(inner):
                continue
            digits = re.findall(r"\d+", name)
            number = int(digits[-1]) if digits and not isinstance(value, (list, tuple)) else max(found, default=0) + 1
            found[number if number not in found else max(found) + 1] = picture_of(mapped.row, name, inner)
        mapped.meant[name] = "picture"
    return found


def mapped_draft(mapped: MappedRow) -> Draft:
    """The draft of a row whose key has been read."""
    row = mapped.row
    stem = mapped.stem or mapped.text(_stem_value(mapped), "stem")
    kind = mapped.value("type")
    fields = _aside(mapped)
    passage = mapped.paragraphs("passage")
    title = mapped.value("title") if passage else None
    fields["passage"] = DraftPassage(passage, str(title) if isinstance(title, str) else "") if passage.strip() else None
    for column in mapped.columns.of.get("type", ()):
        mapped.meant[column] = "kind"
    if mapped.options is None:
        answer = open_answer(mapped, stem)
        stem, fields = answer.pop("stem", stem), fields | answer
        options: tuple[DraftOption, ...] = fields.pop("options", ())
    else:
        options, key = _choice(mapped, stem)
        several = mapped.several or len(key) > 1 or (isinstance(kind, str) and bool(_SEVERAL.search(kind)))
        fields |= {"key": key, "kind": choice_kind(several)}
    stem = f"{mapped.lead}\n\n{stem}" if mapped.lead else stem
    own: tuple[Picture, ...] = ()
    if mapped.pictures:
        shown = {int(n) for option in options for n in _SLOT.findall(option.text)}
        own = tuple(p for n, p in sorted(mapped.pictures.items()) if n not in shown or f"<image {n}>" in stem.lower())
        options = tuple(_with_pictures(option, mapped.pictures) for option in options)
    fields["more"] = {k: v for k, v in fields["more"].items() if v is not None}
    remarks = tuple(dict.fromkeys(mapped.remarks))
    return row.draft(stem, options=options, pictures=own, meant=mapped.meant, remarks=remarks, **fields)


def _with_pictures(option: DraftOption, pictures: dict[int, Picture]) -> DraftOption:
    numbers = [int(n) for n in _SLOT.findall(option.text)]
    own = tuple(pictures[n] for n in dict.fromkeys(numbers) if n in pictures)
    return DraftOption(option.text, option.label, (*option.pictures, *own)) if own else option


def _stem_value(mapped: MappedRow) -> Any:
    value = mapped.value("stem")
    if value is None or (isinstance(value, str) and not value.strip()):
        raise mapped.row.fault(f"the field {mapped.columns.first('stem')!r} is missing")
    if isinstance(value, dict):
        return next((value[n] for n in ("text", "stem", "content") if isinstance(value.get(n), str)), value)
    return value


def _choice(mapped: MappedRow, stem: str) -> tuple[tuple[DraftOption, ...], tuple[str, ...]]:
    options = mapped.options
    if options is None or mapped.key is None:
        raw = next((v for k in mapped.columns.keys if (v := lookup(mapped.row.fields, k)) is not None), None)
        if is_void(raw):
            raise annulled(mapped.row, raw)
        what = "the key is missing" if raw is None else f"the key {str(raw)[:60]!r} is none of the options"
        raise mapped.row.fault(what, "say which field holds it: --map key=NAME")
    if mapped.shuffle:
        return shuffled(options.texts, 0, stem, mapped.seed)
    pictures = [
        ()
        if not options.pictures or is_nothing(options.pictures[i])
        else (picture_of(mapped.row, "image", options.pictures[i]),)
        for i in range(len(options.texts))
    ]
    drawn = tuple(DraftOption(t, letter(i), pictures[i]) for i, t in enumerate(options.texts))
    return drawn, mapped.key


def _aside(mapped: MappedRow) -> dict[str, Any]:
    """What stands beside a question: it never stops one, but what cannot be kept is told."""
    fields: dict[str, Any] = {"points": 1.0, "explanation": mapped.paragraphs("explanation"), "more": {}}
    for part in ("id", "section", "topic"):
        value = mapped.value(part)
        laid = as_paragraphs(value) if value is not None else ""
        if laid is None:
            mapped.remarks.append(f"{mapped.columns.first(part)}: no text, left out")
        fields[part] = ", ".join((laid or "").split("\n\n"))
    points = mapped.value("points")
    if points is not None:
        number = _number(points)
        if number is None or number <= 0:
            mapped.remarks.append(f"{mapped.columns.first('points')} {str(points)[:20]}: taken as 1 point")
        else:
            fields["points"] = number
    difficulty = mapped.value("difficulty")
    if isinstance(difficulty, str) and difficulty.strip():
        if difficulty.strip().lower() in ("easy", "medium", "hard"):
            fields["more"]["difficulty"] = difficulty.strip().lower()
        else:
            mapped.remarks.append(f"{mapped.columns.first('difficulty')}: not easy, medium or hard, left out")
    part_name = mapped.value("part")
    if isinstance(part_name, str) and part_name.strip():
        fields["more"]["part"] = part_name
    for name in ("points", "difficulty", "section", "part", "tolerance", "id"):
        mapped.meant |= dict.fromkeys(mapped.columns.of.get(name, ()), name)
    return fields


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def tolerance_of(mapped: MappedRow) -> float | None:
    """The tolerance a row states. InputError if it is no number."""
    value = mapped.value("tolerance")
    if is_nothing(value):
        return None
    number = _number(value)
    if number is None or number < 0:
        raise InputError(
            f"the tolerance {str(value)[:40]!r} is no number", where=mapped.row.source.path, line=mapped.row.line
        )
    return number
