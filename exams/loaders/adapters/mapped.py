"""Any table or JSON set: columns by `--map`, a known layout, or their names; keys by what the whole set means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft
from exams.loaders.fields.columns import Columns, guess_columns, lookup
from exams.loaders.fields.mapped_row import MappedRow, mapped_draft, option_set, row_pictures
from exams.loaders.fields.open_answer import settle_truth
from exams.loaders.fields.set_keys import read_keys
from exams.loaders.record_adapter import ImportOptions, Read, RecordAdapter
from exams.loaders.row import Row

_LOOKED_AT = 200


@dataclass(frozen=True)
class Layout:
    """What is known of a set beforehand: its columns, how its keys count, options or words that it takes as given."""

    columns: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    stems: Mapping[str, str] = field(default_factory=dict)
    lead: str = ""
    unused: tuple[str, ...] = ()


def mapped_drafts(rows: Sequence[Row], import_options: ImportOptions, layout: Layout = Layout()) -> Read:
    """Drafts of rows of one set; a row that makes no question comes out as its fault."""
    if not rows:
        return
    names: dict[str, Any] = {}
    for row in rows[:_LOOKED_AT]:
        names |= {name: value for name, value in row.fields.items() if _is_blank(names.get(name))}
    wished = {**layout.columns, **import_options.fields}
    columns = guess_columns(names, wished)
    if columns.first("stem") is None:
        there = ", ".join(map(str, names))[:200]
        raise rows[0].fault(f"no field looks like the question (fields: {there})", "say which: --map stem=NAME")
    read: list[MappedRow | InputError] = []
    for row in rows:
        try:
            read.append(_mapped(row, columns, layout, import_options))
        except InputError as error:
            read.append(error)
    sound = [r for r in read if isinstance(r, MappedRow)]
    read_keys(sound, wished)
    settle_truth(sound, wished.get("key-by"))
    for found in read:
        if isinstance(found, InputError):
            yield found
            continue
        try:
            yield mapped_draft(found)
        except InputError as error:
            yield error


def _is_blank(value: Any) -> bool:
    return value is None or value != value or value in ("", [], {})


def _mapped(row: Row, columns: Columns, layout: Layout, import_options: ImportOptions) -> MappedRow:
    mapped = MappedRow(row, columns, seed=import_options.seed, lead=layout.lead, unused=layout.unused)
    mapped.options = option_set(mapped, layout.options)
    name = columns.first("stem") or ""
    raw = lookup(row.fields, name)
    mapped.stem = layout.stems.get(raw.strip().lower(), "") if isinstance(raw, str) else ""
    mapped.pictures = row_pictures(mapped)
    return mapped


def _fits(fields: Mapping[str, Any]) -> bool:
    return bool(fields)


def _drafts(rows: Sequence[Row], import_options: ImportOptions) -> Iterator[Draft | InputError]:
    yield from mapped_drafts(rows, import_options)


SHAPE = RecordAdapter(
    "table", "any JSONL, JSON, CSV, TSV, workbook or Parquet, fields by --map or by their usual names", _fits, _drafts
)
