"""CSV and TSV with a line of column names. The delimiter is found out from that line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from contamination.corpora.batch import Batch, BatchBuilder
from contamination.corpora.byte_streams.byte_source import ByteSource, one_line
from contamination.corpora.byte_streams.utf8 import encoded
from contamination.corpora.chunks import pieces_of
from contamination.corpora.fields import SAMPLE, Fields, id_at, sniffed, text_at
from contamination.corpora.read_stats import ReadStats

LONGEST_CELL = 64 << 20
DELIMITERS = ",\t;|"


def read_csv(source: ByteSource, fields: Fields, read_stats: ReadStats, target_bytes: int) -> Iterator[Batch]:
    """Batches of the text column(s). Record 0 is the first row after the names; byte offsets are not known."""
    csv.field_size_limit(LONGEST_CELL)
    first = source.head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    delimiter = max(DELIMITERS, key=first.count)
    sample = source.head.decode("utf-8-sig", "replace")
    names: list[str] = []
    rows: list[dict[str, str]] = []
    with suppress(csv.Error):  # what is wrong is told when the file is read
        names = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
        rows.extend(islice(_rows(io.StringIO(sample, newline=""), delimiter, names), SAMPLE))
    fields = sniffed(fields, rows)
    builder = BatchBuilder(source.file, target_bytes)
    lines = io.TextIOWrapper(
        io.BufferedReader(_Raw(source)), encoding="utf-8-sig", errors="surrogateescape", newline=""
    )
    record = -1
    try:
        for record, row in enumerate(_rows(lines, delimiter, names)):
            text = text_at(row, fields.text)
            if text is None:
                read_stats.skip("no text field", source.file, record)
                continue
            data, faulty = encoded(text)
            if faulty:
                read_stats.skip("bad UTF-8 replaced", source.file, record)
            read_stats.documents += 1
            for piece, start in pieces_of(data):
                builder.add(piece, record, -1, id_at(row, fields.id), start)
                if builder.full:
                    yield builder.take(source.position)
    except csv.Error as error:
        read_stats.skip("not CSV from here on", source.file, record + 1, detail=one_line(str(error)))
    yield builder.take(source.position)


def _rows(lines: io.TextIOBase, delimiter: str, names: list[str]) -> Iterator[dict[str, str]]:
    rows = csv.reader(lines, delimiter=delimiter)
    next(rows, None)
    for row in rows:
        if row:
            yield dict(zip(names, row, strict=False))


class _Raw(io.RawIOBase):
    def __init__(self, source: ByteSource) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # the base class says "any buffer"
        return self._source.readinto(memoryview(buffer))
