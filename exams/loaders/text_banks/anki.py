"""Anki's notes: exported as text, or a package (.apkg) whose collection is an SQLite file.

Headers of the text export: https://docs.ankiweb.net/importing/text-files.html. The first field asks, the second
answers.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from exams.errors import InputError
from exams.files.unpack_faults import UNPACK_FAULTS
from exams.loaders.adapters.mapped import mapped_drafts
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.row import Row
from exams.loaders.source import Source

_MARKS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}
_MOST = 64 * 2**20
_MOST_STEPS = 20_000_000
_COLLECTIONS = ("collection.anki21", "collection.anki2")


def _sniff(source: Source) -> bool:
    return re.match(r"\ufeff?#(?:separator|html|columns|notetype|deck|tags)[ :]", source.head_text) is not None


def _read(source: Source, import_options: ImportOptions) -> Read:
    heads, lines, first = _heads(source.text)
    named = heads.get("separator") or "tab"
    mark = _MARKS.get(named.lower(), named[:1] if named[:1] not in ('"', "\n", "\r", "\0") else "\t")
    columns = heads.get("columns", "").split(mark) if heads.get("columns") else []
    aside = {int(v): k.split()[0] for k, v in heads.items() if k.endswith(" column") and v.isdecimal()}
    rows = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO("\n".join(lines)), delimiter=mark), 1):
            if any(cell.strip() for cell in cells):
                rows.append(Row(source, number, first + number - 1, _fields(cells, columns, aside)))
    except (csv.Error, ValueError) as error:
        raise source.fault(f"not Anki's text: {error}", hint="export the notes again") from None
    yield from mapped_drafts(rows, import_options)


def _heads(text: str) -> tuple[dict[str, str], list[str], int]:
    heads: dict[str, str] = {}
    lines = text.removeprefix("\ufeff").split("\n")
    at = 0
    while at < len(lines) and (match := re.fullmatch(r"#([a-z ]+?)\s*:(.*)", lines[at])) is not None:
        heads[match[1]] = match[2].strip() or match[2]
        at += 1
    return heads, lines[at:], at + 1


def _fields(cells: list[str], columns: list[str], aside: dict[int, str]) -> dict[str, Any]:
    names = ["question", "answer", *(f"field {i}" for i in range(3, len(cells) + 1))]
    fields: dict[str, Any] = {}
    position = 0
    for i, cell in enumerate(cells, 1):
        if i in aside:
            fields[aside[i]] = cell
            continue
        named = columns[i - 1].strip() if i - 1 < len(columns) else ""
        fields[names[position] if position < 2 or not named else named] = cell
        position += 1
    return fields


def is_anki(source: Source) -> bool:
    """A zip that holds an Anki collection."""
    if source.head[:4] != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(source.path) as archive:
            return any(n.startswith("collection.anki2") for n in archive.namelist())
    except UNPACK_FAULTS:
        return False


def _read_package(source: Source, import_options: ImportOptions) -> Read:
    with tempfile.TemporaryDirectory(prefix="examsim-") as folder:
        path = Path(folder) / "collection"
        path.write_bytes(_collection(source))
        rows = [Row(source, i, None, fields) for i, fields in enumerate(_notes(source, path), 1)]
    yield from mapped_drafts(rows, import_options)


def _collection(source: Source) -> bytes:
    try:
        with zipfile.ZipFile(source.path) as archive:
            names = archive.namelist()
            name = next((n for n in _COLLECTIONS if n in names), None)
            if name is None or "collection.anki21b" in names:
                raise _unread(source)
            info = archive.getinfo(name)
            if info.file_size > _MOST:
                raise source.fault("an Anki package of more than 64 MiB", hint="export notes as text")
            return archive.read(info)
    except UNPACK_FAULTS:
        raise _unread(source) from None


def _unread(source: Source) -> InputError:
    return source.fault(
        "an Anki package whose notes cannot be read",
        hint="in Anki: File, Export, 'Notes in Plain Text', and import that",
    )


def _notes(source: Source, path: Path) -> Iterator[dict[str, Any]]:
    """Fields and tags of every note. The file is a stranger's: no writing, no trusted schema, bounded work."""
    steps = 0

    def bounded() -> int:
        nonlocal steps
        steps += 10_000
        return steps > _MOST_STEPS

    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as base:
            base.set_progress_handler(bounded, 10_000)
            base.execute("PRAGMA trusted_schema=OFF")
            for flds, tags in base.execute("SELECT flds, tags FROM notes ORDER BY id").fetchmany(200_000):
                cells = str(flds).split("\x1f")
                yield _fields([*cells, str(tags).strip()], [], {len(cells) + 1: "tags"})
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        raise _unread(source) from None


READER = FileReader("anki", "Anki notes exported as text", _sniff, _read)
PACKAGE = FileReader("apkg", "an Anki package", is_anki, _read_package)
