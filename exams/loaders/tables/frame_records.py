"""Data frames written as JSON: pandas' orients 'split' and 'columns', which keep a table by columns and not by rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def frame_records(value: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The rows of a frame as records, or None if the object is none.

    {"columns": [names], "data": [[cells], …]}, or {name: {"0": cell, "1": cell}, …} with the same numbers everywhere.
    """
    names, rows = value.get("columns"), value.get("data")
    header = names if isinstance(names, list) and all(isinstance(n, str) for n in names) else []
    cells = rows if isinstance(rows, list) else []
    if header and cells and all(isinstance(row, list) and len(row) == len(header) for row in cells):
        return [dict(zip(header, row, strict=True)) for row in cells]
    columns = list(value.values())
    if len(columns) < 2 or not all(isinstance(c, Mapping) and c for c in columns):
        return None
    numbers = list(columns[0])
    if not all(str(n).isdecimal() for n in numbers) or any(list(c) != numbers for c in columns[1:]):
        return None
    if any(isinstance(cell, Mapping) for c in columns for cell in list(c.values())[:5]):
        return None
    return [{name: column[n] for name, column in value.items()} for n in numbers]
