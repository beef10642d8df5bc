"""Every format by name, and the one that a file is of."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import cache

from exams.errors import InputError
from exams.loaders import aiken, gift, lm_eval_task, moodle_xml, qti
from exams.loaders.adapters import SHAPES, hellaswag, mmlu
from exams.loaders.draft import Draft
from exams.loaders.record_adapter import Reader, Shape, Wishes
from exams.loaders.row import Row
from exams.loaders.source import Source
from exams.loaders.table import first_fields, is_json, is_parquet, rows

Drafts = Iterable[Draft | InputError]


@cache
def readers() -> tuple[Reader, ...]:
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
    return tuple(sorted([r.name for r in readers()] + [s.name for s in SHAPES]))


def read_drafts(source: Source, wishes: Wishes, name: str | None) -> tuple[str, Drafts]:
    """Name of the format and the drafts, lazily. `name` overrides the sniffing."""
    for reader in readers():
        if reader.name == name or (name is None and not wishes.fields and reader.sniff(source)):
            return reader.name, reader.read(source, wishes)
    shape = _shape(source, wishes, name)
    return shape.name, _shaped(source, wishes, shape)


def _shape(source: Source, wishes: Wishes, name: str | None) -> Shape:
    by_name = {shape.name: shape for shape in SHAPES}
    if name is not None:
        if name not in by_name:
            close = difflib.get_close_matches(name, format_names(), n=1)
            hint = f"did you mean {close[0]}? " if close else ""
            raise InputError(f"no format called {name!r}", mend=f"{hint}formats are {', '.join(format_names())}")
        return by_name[name]
    if wishes.fields:
        return by_name["table"]
    _refuse_unknown(source)
    fields = first_fields(source)
    return next((shape for shape in SHAPES if shape.fits(fields)), by_name["table"])


def _refuse_unknown(source: Source) -> None:
    if not source.head.strip():
        raise source.fault("the file is empty")
    if b"\0" in source.head and not is_parquet(source) and source.head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise source.fault("no known format: binary data", mend=f"formats are {', '.join(format_names())}")


def _shaped(source: Source, wishes: Wishes, shape: Shape) -> Iterator[Draft | InputError]:
    yield from shape.drafts(list(rows(source)), wishes)


def drafts_of_rows(records: list[Row], wishes: Wishes, name: str | None) -> tuple[str, Drafts]:
    """As `read_drafts`, for rows that did not come from a file of their own (those of the hub)."""
    fields = records[0].fields if records else {}
    by_name = {shape.name: shape for shape in SHAPES}
    if name is not None and name not in by_name:
        raise InputError(f"no format called {name!r} for records", mend=f"formats are {', '.join(by_name)}")
    fitting = next((shape for shape in SHAPES if shape.fits(fields)), by_name["table"])
    shape = by_name[name] if name else by_name["table"] if wishes.fields else fitting
    return shape.name, shape.drafts(records, wishes)


def looks_readable(source: Source) -> bool:
    """Whether a file in a folder is one to read: by its extension, since a folder may hold a README too."""
    known = (".jsonl", ".json", ".csv", ".tsv", ".parquet")
    return source.suffix in known and (is_json(source) or is_parquet(source) or source.suffix in (".csv", ".tsv"))
