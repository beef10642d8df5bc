"""The rows of a CSV file or workbook that a grader sends back: whatever it holds, it ends in rows or in one line."""

from __future__ import annotations

import csv
import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

from exams.errors import InputError
from exams.files.regular_file import read_bytes

MOST_BYTES = 64 << 20  # a packet of a thousand essays with comments is a few MiB
MOST_ROWS, MOST_COLUMNS = 100_000, 200
_AGAIN = "save it as .xlsx again"


def csv_rows(path: Path) -> Iterator[tuple[int, list[object]]]:
    """Number (from 1) and cells of each row. InputError for what is no CSV in UTF-8."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("not UTF-8", where=path, hint="save it as CSV UTF-8") from None
    csv.field_size_limit(1 << 24)
    first = text.split("\n", 1)[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        for number, row in enumerate(reader, 1):  # rows of the table: a cell may hold line breaks
            yield number, list(row)
    except csv.Error as error:
        raise InputError(f"not CSV: {error}", where=path, hint="save it as CSV again") from None


def sheet_rows(path: Path) -> Iterator[tuple[int, list[object]]]:
    """Number (from 1) and cells of each row of the sheet `grades`, or of the first one.

    InputError for what is no workbook, unpacks to more than `MOST_BYTES`, or has more rows or columns than any packet:
    one cell at the far corner would unfold to seventeen billion.
    """
    from openpyxl import load_workbook

    try:
        data = BytesIO(read_bytes(path))  # openpyxl leaves a file open that it can't read
        with zipfile.ZipFile(data) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MOST_BYTES:
            raise InputError(f"unpacks to more than {MOST_BYTES >> 20} MiB", where=path, hint=_AGAIN)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that we do not read
            book = load_workbook(data, read_only=True, data_only=True)
        sheet = book["grades"] if "grades" in book.sheetnames else book.worksheets[0]
        rows: list[tuple[int, list[object]]] = []
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
            if number > MOST_ROWS:
                raise InputError(f"more than {MOST_ROWS:,} rows", where=path, hint="remove cells far from the table")
            if not rows or any(cell is not None for cell in row):  # empty ones before a far cell take no room
                rows.append((number, list(row)))
        book.close()
    except (InputError, KeyboardInterrupt):
        raise
    except Exception as error:  # openpyxl lets through what its parsers raise: ParseError, zlib.error, TypeError …
        told = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise InputError(f"not a workbook: {told}", where=path, hint=_AGAIN) from None
    yield from rows
