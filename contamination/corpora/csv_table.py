"""CSV and TSV, with or without a line of column names. The delimiter is found out from the first line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, zip_longest

from contamination.corpora.batch import Batch, BatchBuilder
from contamination.corpora.byte_streams.byte_source import ByteSource, one_line
from contamination.corpora.fields import ID_NAMES, SAMPLE, Fields, with_id
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.take_record import take_record

LONGEST_CELL = 64 << 20
DELIMITERS = ",\t;|"
NAME = re.compile(r"[\w#-][\w .:/()#-]{0,39}")
USUAL = """
    a b c d e text content body question questions answer answers answerkey correct correct_answer choice choices
    option options option_a option_b option_c option_d a1 a2 a3 a4 distractor1 distractor2 distractor3 prompt
    response completion instruction input output context passage article title subject category label labels
    target source explanation rationale solution key letter name date timestamp language lang split task type
    score n no number index idx comment message messages author summary description document test tests code query
    question_id
"""
USUAL_NAMES = frozenset(USUAL.split()) | frozenset(ID_NAMES)


def read_csv(source: ByteSource, fields: Fields, read_stats: ReadStats, target_bytes: int) -> Iterator[Batch]:
    """Batches of the rows. Record 0 is the first row that is read as text; byte offsets are not known."""
    csv.field_size_limit(LONGEST_CELL)
    first = source.head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    delimiter = max(DELIMITERS, key=first.count)
    sample: list[list[str]] = []
    with suppress(csv.Error):  # what is wrong is told when the file is read
        sample.extend(
            islice(_rows(io.StringIO(source.head.decode("utf-8-sig", "replace"), newline=""), delimiter), SAMPLE)
        )
    names, is_text = column_names(sample, fields)
    fields = with_id(fields, [_record(names, row) for row in sample[1:]])
    builder = BatchBuilder(source.file, target_bytes)
    lines = io.TextIOWrapper(
        io.BufferedReader(_Raw(source)), encoding="utf-8-sig", errors="surrogateescape", newline=""
    )
    rows, record = _rows(lines, delimiter), -1
    try:
        for record, row in enumerate(rows if is_text else islice(rows, 1, None)):
            take_record(_record(names, row), record, -1, fields, builder, read_stats, source.file)
            if builder.full:
                yield builder.take(source.position)
    except csv.Error as error:
        unread = sum(map(len, iter(lambda: source.read(1 << 20), b"")))
        read_stats.skip("not CSV from here on", source.file, record + 1, detail=one_line(str(error)), unread=unread)
    yield builder.take(source.position)


def column_names(sample: list[list[str]], fields: Fields) -> tuple[list[str], bool]:
    """Names of the columns, and whether the first row is text.

    A first row that may be either gives its names and is read as well: better a line of names among the texts than a
    question that is lost.
    """
    if not sample:
        return [], True
    row = [cell.strip() for cell in sample[0]]
    lowered = [cell.lower().replace(" ", "_") for cell in row]
    filled = [cell for cell in lowered if cell]
    if any(cell in (*fields.text, fields.id) for cell in row):
        return row, False
    if len(set(filled)) < len(filled) or not all(NAME.fullmatch(cell) for cell in row if cell):
        return [], True
    if all(cell.replace(".", "").isdecimal() for cell in filled):
        return [], True
    seen_below = any(cell and cell in {r[k].strip() for r in sample[1:] if k < len(r)} for k, cell in enumerate(row))
    usual = sum(cell in USUAL_NAMES for cell in filled)
    return row, seen_below or 2 * usual < len(filled)


def _record(names: list[str], row: list[str]) -> dict[str, str]:
    """The cells by name; those without one are `column 3` and so on."""
    named = zip_longest(names[: len(row)], row, fillvalue="")
    record: dict[str, str] = {}
    for number, (name, cell) in enumerate(named, 1):
        record[name if name and name not in record else f"column {number}"] = cell
    return record


def _rows(lines: io.TextIOBase, delimiter: str) -> Iterator[list[str]]:
    rows = csv.reader(lines, delimiter=delimiter)
    return (row for row in rows if row)


class _Raw(io.RawIOBase):
    def __init__(self, source: ByteSource) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # the base class says "any buffer"
        return self._source.readinto(memoryview(buffer))
