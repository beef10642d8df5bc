"""A CSV table that somebody else may have made, as records under the names of its header."""

from __future__ import annotations

import csv
from pathlib import Path

from exams.errors import InputError
from exams.files.regular_file import read_text

CsvRecord = dict[str, str]


def csv_records(path: Path, delimiter: str = ",") -> tuple[tuple[str, ...], list[tuple[int, CsvRecord]]]:
    """The header's names, and (line from 1, record) of each row. InputError for what cannot be read, is no CSV, or for
    a row with another number of fields than the header."""
    try:
        text = read_text(path, "utf-8-sig")
    except FileNotFoundError:
        raise InputError("there is no such file", where=path) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8: {error.reason}", where=path, hint="save it as CSV UTF-8") from None
    return records_of(text, path, delimiter)


def records_of(text: str, path: Path, delimiter: str = ",") -> tuple[tuple[str, ...], list[tuple[int, CsvRecord]]]:
    """The same of text that was read from `path`."""
    reader, records = csv.DictReader(text.splitlines(), delimiter=delimiter), []
    try:
        names = tuple(reader.fieldnames or ())
        for row in reader:
            if None in row or None in row.values():
                what = "the row does not fit the header"
                raise InputError(what, where=path, line=reader.line_num, hint="quote fields that hold a comma")
            records.append((reader.line_num, row))
    except csv.Error as error:
        raise InputError(f"not CSV: {error}", where=path, line=reader.line_num + 1) from None
    return names, records
