"""Any table or JSON set: fields by `--map`, else by their usual names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft, DraftPassage, Picture, choice_kind
from exams.loaders.fields.field_names import guess_fields, lookup
from exams.loaders.options.key_reading import Choices, key_letters
from exams.loaders.options.literal import OptionTexts, option_texts
from exams.loaders.options.option_text import letter, lettered, without_letters
from exams.loaders.options.short_answer import accepted_answers, short_answer
from exams.loaders.picture_file import picture_of
from exams.loaders.record_adapter import ImportOptions, Read, RecordAdapter
from exams.loaders.row import Row


def _drafts(rows: Sequence[Row], import_options: ImportOptions) -> Read:
    if not rows:
        return
    names: dict[str, Any] = {}
    for row in rows[:50]:
        names |= {name: value for name, value in row.fields.items() if names.get(name) is None}
    columns = guess_fields(names, import_options.fields)
    if "stem" not in columns:
        there = ", ".join(map(str, names))[:200]
        raise rows[0].fault(f"no field looks like the question (fields: {there})", "say which: --map stem=NAME")
    read = [_with_columns(row, columns) for row in rows]
    options = [_options(row) for row in read]
    keys = _keys(read, options, import_options)
    several = any(
        isinstance(r.get("key"), list) and k is not None and len(k) > 1 for r, k in zip(read, keys, strict=True)
    )
    for row, choices, key in zip(read, options, keys, strict=True):
        try:
            yield _draft(row, choices, key, several)
        except InputError as error:
            yield error


def _with_columns(row: Row, columns: Mapping[str, str]) -> Row:
    """The row under the names of a question's fields; spread options are gathered into one list."""
    fields: dict[str, Any] = {}
    for field, name in columns.items():
        if field == "options" and "," in name and name not in row.fields:
            cells = [lookup(row.fields, part.strip()) for part in name.split(",")]
            fields[field] = [cell for cell in cells if cell is not None and cell == cell]
        else:
            fields[field] = lookup(row.fields, name)
    return Row(row.source, row.number, row.line, fields)


def _options(row: Row) -> OptionTexts | InputError | None:
    if row.get("options") in (None, [], ""):
        return None
    try:
        found = option_texts(row, "options")
    except InputError as error:
        return error
    return OptionTexts(without_letters(found.texts), found.labels)


def _keys(rows: Sequence[Row], options: Sequence[Any], import_options: ImportOptions) -> list[tuple[str, ...] | None]:
    wished = import_options.fields.get("key-base")
    if wished not in (None, "0", "1"):
        raise InputError(f"--map key-base is 0 or 1, not {wished!r}")
    sets, places = [], []
    for i, (row, choices) in enumerate(zip(rows, options, strict=True)):
        if isinstance(choices, OptionTexts) and row.get("key") is not None:
            labels = choices.labels or [letter(n) for n in range(len(choices.texts))]
            sets.append(Choices(choices.texts, labels, row.get("key")))
            places.append(i)
    try:
        letters = key_letters(sets, None if wished is None else int(wished))
    except ValueError as error:
        raise rows[0].fault(str(error), "say which: --map key-base=0 or --map key-base=1") from None
    keys: list[tuple[str, ...] | None] = [None] * len(rows)
    for i, found in zip(places, letters, strict=True):
        keys[i] = found
    return keys


def _draft(row: Row, choices: OptionTexts | InputError | None, key: tuple[str, ...] | None, several: bool) -> Draft:
    if isinstance(choices, InputError):
        raise choices
    passage = row.optional_text("passage")
    draft: dict[str, Any] = {
        "passage": DraftPassage(passage) if passage.strip() else None,
        "more": {n: row.get(n) for n in ("difficulty", "part") if row.get(n) is not None},
        "pictures": _pictures(row),
        "points": _number(row, "points", 1.0),
    }
    draft |= {name: row.optional_text(name) for name in ("id", "section", "topic", "explanation")}
    if choices is None:
        return row.draft(row.text("stem"), **draft | _open_answer(row, draft["more"]))
    if key is None:
        raw = row.get("key")
        what = "the key is missing" if raw is None else f"the key {str(raw)[:60]!r} is none of the options"
        raise row.fault(what, "say which field holds it: --map key=NAME")
    multiple = (several and isinstance(row.get("key"), list)) or len(key) > 1
    return row.draft(row.text("stem"), **draft, kind=choice_kind(multiple), options=lettered(choices.texts), key=key)


def _open_answer(row: Row, more: dict[str, Any]) -> dict[str, Any]:
    if row.get("model_answer") is not None:
        return {"kind": "free_response", "model_answer": row.text("model_answer")}
    key = row.get("key")
    if key is None:
        return {"kind": "free_response"}
    if isinstance(key, list):
        return accepted_answers([row.as_text(k, "key") for k in key])
    answer = short_answer(row.as_text(key, "key"))
    if answer["kind"] == "numeric" and row.get("tolerance") is not None:
        answer["more"] = more | {"tolerance": _number(row, "tolerance", 0.0)}
    return answer


def _pictures(row: Row) -> tuple[Picture, ...]:
    value = row.get("image")
    values = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(picture_of(row, "image", v) for v in values)


def _number(row: Row, name: str, default: float) -> float:
    value = row.get(name)
    if value is None:
        return default
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise row.fault(f"the field {name!r} holds {str(value)[:40]!r}, not a number")
    return number


def _fits(fields: Mapping[str, Any]) -> bool:
    return bool(fields)


SHAPE = RecordAdapter(
    "table", "any JSONL, JSON, CSV, TSV or Parquet, fields by --map or by their usual names", _fits, _drafts
)
