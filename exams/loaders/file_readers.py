"""Every format by name, and the one that a file is of."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain

from exams.errors import InputError
from exams.loaders.accounting.fitting import fitting_adapter
from exams.loaders.adapters import ADAPTERS, drop, hellaswag, mgsm, mmlu
from exams.loaders.containers.identify import refuse_known
from exams.loaders.draft import Draft
from exams.loaders.harness_tasks import evals_registry, lm_eval_task, promptfoo
from exams.loaders.record_adapter import FileReader, ImportOptions, RecordAdapter
from exams.loaders.row import Row
from exams.loaders.source import Source
from exams.loaders.tables.table import is_json, is_parquet, rows
from exams.loaders.tables.workbook import is_workbook
from exams.loaders.text_banks import aiken, anki, gift, lettered, marked_lines, tabbed_bank
from exams.loaders.xml import moodle_xml, qti, qti_1

Drafts = Iterable[Draft | InputError]


@cache
def readers() -> tuple[FileReader, ...]:
    """Readers of formats that are files of their own kind, in the order in which they sniff."""
    return (
        anki.PACKAGE,
        qti.READER,
        qti_1.READER,
        moodle_xml.READER,
        evals_registry.READER,
        promptfoo.READER,
        lm_eval_task.READER,
        tabbed_bank.READER,
        anki.READER,
        gift.READER,
        aiken.READER,
        drop.READER,
        hellaswag.READER,
        marked_lines.TRIVIA,
        marked_lines.LOGIQA,
        mmlu.READER,
        mgsm.READER,
        lettered.READER,
    )


def format_names() -> tuple[str, ...]:
    """What `--format` knows."""
    return tuple(sorted([r.name for r in readers()] + [s.name for s in ADAPTERS]))


def read_drafts(source: Source, import_options: ImportOptions, name: str | None) -> tuple[str, Drafts]:
    """Name of the format and the drafts, lazily. `name` overrides the sniffing."""
    if not source.path.is_dir() and name is None and not is_workbook(source):
        refuse_known(source)
    for reader in readers():
        if source.path.is_dir() and reader is not qti.READER:
            continue
        if reader.name == name or (name is None and not import_options.fields and reader.sniff(source)):
            return reader.name, reader.read(source, import_options)
    if name is not None:
        _named_adapter(name)
    elif not import_options.fields:
        _refuse_unknown(source)
    return drafts_of_rows(list(rows(source)), import_options, name)


def _named_adapter(name: str) -> RecordAdapter:
    by_name = {shape.name: shape for shape in ADAPTERS}
    if name not in by_name:
        close = difflib.get_close_matches(name, format_names(), n=1)
        hint = f"did you mean {close[0]}? " if close else ""
        raise InputError(f"no format called {name!r}", hint=f"{hint}formats are {', '.join(format_names())}")
    return by_name[name]


def _refuse_unknown(source: Source) -> None:
    if not source.head.strip():
        raise source.fault("the file is empty")
    wide = source.head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\0" in source.head and not (wide or is_parquet(source) or is_workbook(source)):
        raise source.fault("no known format: binary data", hint=f"formats are {', '.join(format_names())}")


def drafts_of_rows(
    records: Iterable[Row | InputError], import_options: ImportOptions, name: str | None
) -> tuple[str, Drafts]:
    """As `read_drafts`, for rows: the adapter that `name` says, the general one under `--map`, else the one that fits
    with no text of the records left over."""
    faults = [r for r in records if isinstance(r, InputError)]
    sound = [r for r in records if isinstance(r, Row)]
    if name is not None:
        shape = _named_adapter(name)
    elif import_options.fields:
        shape = _named_adapter("table")
    else:
        shape = fitting_adapter(sound, import_options, ADAPTERS)
    return shape.name, chain(faults, shape.drafts(sound, import_options))


def looks_readable(source: Source) -> bool:
    """Whether a file in a folder is one to read: by its extension and first bytes, since a folder may hold a README and
    the pictures of its questions too. Tasks of other harnesses name the files beside them, so they are given alone."""
    if source.suffix in (".jsonl", ".json", ".csv", ".tsv", ".parquet"):
        return is_json(source) or is_parquet(source) or source.suffix in (".csv", ".tsv")
    if source.suffix in (".xlsx", ".ods", ".zip"):
        return is_workbook(source) or qti.READER.sniff(source)
    if source.suffix not in (".xml", ".txt", ".md", ".gift", ".aiken", ".apkg", ".text", ""):
        return False
    return any(r.sniff(source) for r in readers() if r is not lm_eval_task.READER)


def is_known_package(source: Source) -> bool:
    """Whether an archive is one file of a known format: a workbook, a QTI package, an Anki deck."""
    return is_workbook(source) or any(r.sniff(source) for r in (anki.PACKAGE, qti.READER))


def known_unused(name: str) -> tuple[str, ...]:
    """Fields of a known set that hold no part of its questions."""
    by_name = {reader.name: reader.unused for reader in readers()} | {shape.name: shape.unused for shape in ADAPTERS}
    return by_name.get(name, ())


def known_meaning(name: str) -> Mapping[str, str]:
    """Fields of a known set whose meaning is taken, though not their words, with the part that they become."""
    return next((shape.meant for shape in ADAPTERS if shape.name == name), {})
