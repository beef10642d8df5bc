"""Every format by name, and the one that a file is of."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import cache

from exams.errors import InputError
from exams.loaders.adapters import ADAPTERS, hellaswag, mmlu
from exams.loaders.draft import Draft
from exams.loaders.harness_tasks import lm_eval_task
from exams.loaders.record_adapter import FileReader, ImportOptions, RecordAdapter
from exams.loaders.row import Row
from exams.loaders.source import Source
from exams.loaders.tables.table import first_fields, is_json, is_parquet, rows
from exams.loaders.text_banks import aiken, gift
from exams.loaders.xml import moodle_xml, qti

Drafts = Iterable[Draft | InputError]


@cache
def readers() -> tuple[FileReader, ...]:
    """Readers of formats that are files of their own kind, in the order in which they sniff."""
    return (
        qti.READER,
        moodle_xml.READER,
        lm_eval_task.READER,
        gift.READER,
        aiken.READER,
        hellaswag.READER,
        mmlu.READER,
    )


def format_names() -> tuple[str, ...]:
    """What `--format` knows."""
    return tuple(sorted([r.name for r in readers()] + [s.name for s in ADAPTERS]))


def read_drafts(source: Source, import_options: ImportOptions, name: str | None) -> tuple[str, Drafts]:
    """Name of the format and the drafts, lazily. `name` overrides the sniffing."""
    for reader in readers():
        if reader.name == name or (name is None and not import_options.fields and reader.sniff(source)):
            return reader.name, reader.read(source, import_options)
    shape = _shape(source, import_options, name)
    return shape.name, _shaped(source, import_options, shape)


def _shape(source: Source, import_options: ImportOptions, name: str | None) -> RecordAdapter:
    by_name = {shape.name: shape for shape in ADAPTERS}
    if name is not None:
        if name not in by_name:
            close = difflib.get_close_matches(name, format_names(), n=1)
            hint = f"did you mean {close[0]}? " if close else ""
            raise InputError(f"no format called {name!r}", hint=f"{hint}formats are {', '.join(format_names())}")
        return by_name[name]
    if import_options.fields:
        return by_name["table"]
    _refuse_unknown(source)
    fields = first_fields(source)
    return next((shape for shape in ADAPTERS if shape.fits(fields)), by_name["table"])


def _refuse_unknown(source: Source) -> None:
    if not source.head.strip():
        raise source.fault("the file is empty")
    if b"\0" in source.head and not is_parquet(source) and source.head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise source.fault("no known format: binary data", hint=f"formats are {', '.join(format_names())}")


def _shaped(source: Source, import_options: ImportOptions, shape: RecordAdapter) -> Iterator[Draft | InputError]:
    yield from shape.drafts(list(rows(source)), import_options)


def drafts_of_rows(records: list[Row], import_options: ImportOptions, name: str | None) -> tuple[str, Drafts]:
    """As `read_drafts`, for rows that did not come from a file of their own (those of the hub)."""
    fields = records[0].fields if records else {}
    by_name = {shape.name: shape for shape in ADAPTERS}
    if name is not None and name not in by_name:
        raise InputError(f"no format called {name!r} for records", hint=f"formats are {', '.join(by_name)}")
    fitting = next((shape for shape in ADAPTERS if shape.fits(fields)), by_name["table"])
    shape = by_name[name] if name else by_name["table"] if import_options.fields else fitting
    return shape.name, shape.drafts(records, import_options)


def looks_readable(source: Source) -> bool:
    """Whether a file in a folder is one to read: by its extension, since a folder may hold a README too."""
    known = (".jsonl", ".json", ".csv", ".tsv", ".parquet")
    return source.suffix in known and (is_json(source) or is_parquet(source) or source.suffix in (".csv", ".tsv"))
