"""What a known data set's records look like, and how one becomes a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft
from exams.loaders.row import Row
from exams.loaders.source import Source


@dataclass(frozen=True)
class ImportOptions:
    """What the user said on the command line: which field is which (`--map`), which hold nothing of a question
    (`--ignore`), the seed of shuffles, and the encoding of text that is not UTF-8 (`--encoding`)."""

    fields: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    ignore: tuple[str, ...] = ()
    encoding: str | None = None


Read = Iterator[Draft | InputError]
DraftsOf = Callable[[Sequence[Row], ImportOptions], Iterable[Draft | InputError]]


@dataclass(frozen=True)
class RecordAdapter:
    """`fits` looks at the fields of the first record; `drafts` reads them all, in order. A record that is broken
    comes out as the InputError that says so, and the next ones still come. `unused` are fields of the set known to hold
    no part of its questions: they are reported, and never stop an import; `meant` are those whose meaning is taken,
    though not their words ('answer2' → a key), with the part that they become."""

    name: str
    about: str
    fits: Callable[[Mapping[str, Any]], bool]
    drafts: DraftsOf
    unused: tuple[str, ...] = ()
    meant: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FileReader:
    """A format that is a file of its own kind: `sniff` says whether this is one, `read` reads it. `unused` as with
    `RecordAdapter`; '*' where the file itself says which fields are part of a question."""

    name: str
    about: str
    sniff: Callable[[Source], bool]
    read: Callable[[Source, ImportOptions], Iterable[Draft | InputError]]
    unused: tuple[str, ...] = ()


def each(draft: Callable[[Row, ImportOptions], Draft]) -> DraftsOf:
    """Read row by row, keeping the faults of broken rows in their place."""

    def drafts(rows: Sequence[Row], import_options: ImportOptions) -> Read:
        for row in rows:
            try:
                yield draft(row, import_options)
            except InputError as error:
                yield error

    return drafts
