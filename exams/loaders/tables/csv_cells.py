"""CSV and TSV as cells: the separator by the file itself, `sep=;` as Excel writes it, quotes as in RFC 4180."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from exams.loaders.source import Source

_LONGEST_CELL = 16 * 2**20
_MARKS = ",\t;|"


def csv_cells(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row that is not blank. InputError where the quotes do not close."""
    csv.field_size_limit(_LONGEST_CELL)
    text = source.text
    first, _, rest = text.partition("\n")
    mark, skipped = separator(source), 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        text, skipped = rest, 1
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    before = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise source.fault(f"not a table: {error}", line=reader.line_num + skipped) from None
        if row is None:
            return
        line, before = before + 1 + skipped, reader.line_num
        if any(cell.strip() for cell in row):
            yield line, row


def separator(source: Source) -> str:
    """The separator that `sep=` names; a tab for .tsv; else whichever the first lines have most of, evenly."""
    text = source.sample_text.lstrip("\ufeff")
    first = text.lstrip().split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    if source.suffix == ".tsv":
        return "\t"
    counts = {mark: _first_counts(text, mark) for mark in _MARKS}
    best = max(_MARKS, key=lambda mark: (counts[mark][0], -_MARKS.index(mark)))
    if counts[best][0] == 0 or best == "|":
        # a title alone in the first line: the separator is that of the lines after it
        best = max(_MARKS, key=lambda mark: (max(counts[mark]), -_MARKS.index(mark)))
    return best if max(counts[best]) else ","


def _first_counts(text: str, mark: str) -> list[int]:
    lines = [line for line in text.lstrip().split("\n", 8)[:8] if line.strip()]
    return [line.count(mark) for line in lines] or [0]
