"""A CSV file with a header, row by row, so that a fault can be reported with its line and column."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exams.errors import InputError
from exams.files.regular_file import read_text

_SIZES = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}
_NUMBER = re.compile(r"([+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:e[+-]?\d+)?)\s*([kmbt]?)", re.I)


@dataclass(frozen=True)
class TableFile:
    """`rows` are dicts from lower-case column names to text, `lines` their line numbers in the file."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]

    def column(self, names: Sequence[str], *, wanted: str | None = None) -> str | None:
        """The first of `names` the table has; `wanted` (what a user named) instead, InputError if it is not there."""
        if wanted is not None:
            if wanted.strip().lower() not in self.columns:
                raise InputError(f"no column {wanted!r}", where=self.path, hint=f"it has {', '.join(self.columns)}")
            return wanted.strip().lower()
        return next((name for name in names if name in self.columns), None)

    def need(self, names: Sequence[str], option: str, *, wanted: str | None = None) -> str:
        """The column, or an InputError that says which option names it."""
        found = self.column(names, wanted=wanted)
        if found is None:
            hint = f"it has {', '.join(self.columns)}" + (f"; name one with {option}" if option else "")
            raise InputError(f"no column {names[0]!r}", where=self.path, hint=hint)
        return found

    def number(self, row: int, column: str) -> float:
        """A number such as 6.2e21, 13B or 1,400; InputError with the line otherwise."""
        text = self.rows[row][column]
        found = _NUMBER.fullmatch(text.strip().replace(",", "").replace("_", ""))
        if found is None:
            what = f"{column} is {text[:40]!r}, not a number"
            raise InputError(what, where=self.path, line=self.lines[row], hint="write it like 6.2e21")
        return float(found[1]) * _SIZES[found[2].lower()]


def read_table(path: Path) -> TableFile:
    """Read a comma-, semicolon- or tab-separated file. InputError if it is no such table or holds no row."""
    try:
        text = read_text(path, "utf-8-sig")
    except FileNotFoundError:
        raise InputError("there is no such file", where=path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=path, hint="give a CSV file in UTF-8") from None
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(text.splitlines(), delimiter=delimiter)
    try:
        columns = tuple(name.strip().lower() for name in next(reader, []))
        rows, lines = [], []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                what = f"{len(cells)} fields, the header has {len(columns)}"
                raise InputError(what, where=path, line=reader.line_num, hint="quote fields that hold a comma")
            rows.append(dict(zip(columns, cells, strict=True)))
            lines.append(reader.line_num)
    except csv.Error as error:
        raise InputError(f"no CSV: {error}", where=path, line=reader.line_num) from None
    if len(set(columns)) != len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        raise InputError(f"two columns are named {twice!r}", where=path, line=1, hint="rename one")
    if not rows:
        raise InputError("holds no rows", where=path, hint="a header line, then one model a line")
    return TableFile(path, columns, tuple(rows), tuple(lines))
