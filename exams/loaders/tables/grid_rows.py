"""Rows of cells as records: title rows before the header are reported, the header is found, a missing one is inferred.

One account for CSV and spreadsheets. Trailing empty cells are nothing; a row with more cells than columns is a fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from exams.errors import InputError
from exams.loaders.fields.columns import looks_like_header
from exams.loaders.row import Row
from exams.loaders.source import Source

_LOOKED_AT = 12
_LETTER = re.compile(r"[A-Ha-h]|[(（]?[A-H][)）.]|[1-8]")
_NUMBER = re.compile(r"-?\d[\d.,]{0,15}")
Cells = tuple[int | None, Sequence[Any]]


def grid_rows(source: Source, cells: Sequence[Cells], place: str = "") -> Iterator[Row | InputError]:
    """Records of a grid with their lines. InputError if there are no two columns."""
    if not cells:
        return
    at = _header_at(cells)
    names, body, titles = _named(source, cells, at, place)
    if len(names) < 2:
        what = "no known format: neither JSON, nor a table of at least two columns"
        raise source.fault(what, place=place, hint="name it with --format")
    for number, (line, row) in enumerate(body, 1):
        values = list(row)
        while values and _blank(values[-1]):
            values.pop()
        if len(values) > len(names):
            what = f"{len(values)} cells, but the header has {len(names)}"
            where = place if line is None else ""
            yield source.fault(what, line=line, place=where, hint="quote cells that hold the separator")
            continue
        fields = {
            n: c
            for n, c in zip(names, values, strict=False)
            if n and not (isinstance(c, str) and c == "") and c is not None
        }
        if not any(not _blank(v) for v in fields.values()):
            continue
        if titles and number == 1:
            fields["above the header"] = titles
        yield Row(source, number, line, fields)


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _header_at(cells: Sequence[Cells]) -> int | None:
    for i, (_, row) in enumerate(cells[:_LOOKED_AT]):
        if looks_like_header([cell for cell in row if isinstance(cell, str)]):
            return i
    return None


def _named(
    source: Source, cells: Sequence[Cells], at: int | None, place: str
) -> tuple[list[str], Sequence[Cells], str]:
    """Names of the columns, the rows under them, and what stood above."""
    if at is None and (roles := headerless_roles([row for _, row in cells])) is not None:
        return roles, cells, ""
    at = at or 0
    header = [str(cell).strip().removeprefix("\ufeff") if cell is not None else "" for cell in cells[at][1]]
    while header and not header[-1]:
        header.pop()
    named: list[str] = []
    for i, name in enumerate(header, 1):
        told = name or f"column {i}"
        named.append(f"{told} [column {i}]" if told in named else told)
    titles = " ".join(str(c).strip() for _, row in cells[:at] for c in row if not _blank(c))
    return named, cells[at + 1 :], titles


def headerless_roles(rows: Sequence[Sequence[Any]]) -> list[str] | None:
    """Names for the columns of a table without a header: a column of letters is the key, the longest text the question,
    what is between or after it the options. None where the cells do not show that."""
    if len(rows) < 2:
        return None
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    if width == 2 and all(
        len(row) == 2 and not _blank(row[0]) and _NUMBER.fullmatch(str(row[1]).strip()) for row in rows
    ):
        return ["question", "answer"] if sum(len(str(row[0])) for row in rows) >= 20 * len(rows) else None
    if width < 4:
        return None
    columns = [
        [str(row[i]).strip() if i < len(row) and row[i] is not None else "" for row in rows] for i in range(width)
    ]
    filled = [[c for c in column if c] for column in columns]
    keys = [i for i, c in enumerate(filled) if len(c) == len(rows) and all(_LETTER.fullmatch(v) for v in c)]
    words = [i for i in range(width) if i not in keys and filled[i]]
    if len(words) < 3 or not keys:
        return None
    letters = [i for i in keys if all(v.strip("().（）").isalpha() for v in filled[i])]
    key = (letters or keys)[-1]
    stem = max(words, key=lambda i: sum(map(len, filled[i])))
    options = [i for i in range(stem + 1, width) if i in words or (i in keys and i != key)]
    if key > stem:
        options = [i for i in options if i < key]
    if len(options) < 2:
        return None
    names = [f"column {i + 1}" for i in range(width)]
    names[stem], names[key] = "question", "answer"
    for mark, i in zip("ABCDEFGH", options, strict=False):
        names[i] = f"Option {mark}"
    return names
