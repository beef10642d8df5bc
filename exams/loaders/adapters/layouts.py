"""Known sets that are a table under other names, or take something for granted: told as data, in layouts.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from exams.loaders.adapters.mapped import Layout, mapped_drafts
from exams.loaders.fields.columns import SETTINGS
from exams.loaders.fields.roles import plain_name
from exams.loaders.record_adapter import ImportOptions, Read, RecordAdapter
from exams.loaders.row import Row


def _adapter(name: str, entry: Mapping[str, Any]) -> RecordAdapter:
    needed = frozenset(entry["needs"])
    unused = tuple(entry.get("unused", ()))

    def fits(fields: Mapping[str, Any]) -> bool:
        return needed <= {plain_name(str(field)) for field in fields}

    def drafts(rows: Sequence[Row], import_options: ImportOptions) -> Read:
        there = {plain_name(str(field)): str(field) for row in rows[:200] for field in row.fields}
        columns = {part: _spelled(part, value, there) for part, value in entry["columns"].items()}
        found = {part: value for part, value in columns.items() if value} | dict.fromkeys(entry.get("absent", ()), "")
        layout = Layout(found, tuple(entry.get("options", ())), entry.get("stems", {}), entry.get("lead", ""))
        return mapped_drafts(rows, import_options, layout)

    return RecordAdapter(name, entry["about"], fits, drafts, unused)


def _spelled(part: str, value: str, there: Mapping[str, str]) -> str:
    """The columns as this file spells them; '' for those that it has not."""
    if part in SETTINGS:
        return value
    found = []
    for name in value.split(","):
        first, dot, rest = name.partition(".")
        actual = there.get(plain_name(first))
        if actual is not None:
            found.append(f"{actual}{dot}{rest}")
    return ",".join(found)


def _all() -> tuple[RecordAdapter, ...]:
    table = tomllib.loads((files(__package__) / "layouts.toml").read_text("utf-8"))
    return tuple(_adapter(name, entry) for name, entry in table.items())


LAYOUTS = _all()
