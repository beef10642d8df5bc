"""Read what a grader sends back: the page's JSON file, the workbook, or the CSV file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exams.errors import InputError
from exams.files.regular_file import read_bytes
from examsim.grading.packets.packet_tables import MOST_BYTES, csv_rows, sheet_rows

NEEDED = ("id", "criterion", "points")


@dataclass(frozen=True)
class Line:
    """Points for one criterion of one answer as they are in a file; `points` may be anything. `row` counts from 1."""

    row: int
    id: str
    criterion: str
    points: object
    comment: str = ""


@dataclass(frozen=True)
class PacketFile:
    """A file that came back. `packet` is '' where the file does not say to which packet it belongs."""

    path: Path
    packet: str
    lines: tuple[Line, ...]


def read_packet_file(path: Path) -> PacketFile:
    """Read one file by its ending. InputError if it is not one of ours."""
    if not path.is_file():
        raise InputError("no such file", where=path, hint="name a file that came back from a grader")
    if path.stat().st_size > MOST_BYTES:
        raise InputError(f"a file of grades beyond {MOST_BYTES >> 20} MiB", where=path, hint="export it again")
    kind = path.suffix.lower()
    if kind == ".json":
        return _from_page(path)
    if kind == ".csv":
        return PacketFile(path, "", tuple(_from_rows(path, csv_rows(path))))
    if kind == ".xlsx":
        return PacketFile(path, "", tuple(_from_rows(path, sheet_rows(path))))
    raise InputError(f"grades in a {kind or 'nameless'} file?", where=path, hint="give .json, .xlsx or .csv")


def _from_page(path: Path) -> PacketFile:
    try:
        data = json.loads(read_bytes(path))
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}", where=path, hint="export it from the page again") from None
    if (
        not isinstance(data, dict)
        or data.get("schema") != "examsim.grading/1"
        or not isinstance(data.get("grades"), list)
    ):
        raise InputError("not a file that a grading page exported", where=path, hint="export it from the page again")
    lines: list[Line] = []
    for number, entry in enumerate(data["grades"], 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("points"), dict) or "id" not in entry:
            raise InputError("an entry has no id or no points", where=path, line=number, hint="export it again")
        comment = _said(entry.get("comment"))
        points: dict[str, Any] = entry["points"]
        lines += [Line(number, _said(entry["id"]), str(c), p, comment) for c, p in points.items()]
        if not points:
            lines.append(Line(number, _said(entry["id"]), "", None, comment))
    return PacketFile(path, _said(data.get("packet")), tuple(lines))


def _from_rows(path: Path, rows: Iterable[tuple[int, list[object]]]) -> Iterator[Line]:
    names: dict[str, int] = {}
    for number, row in rows:
        if not names:
            names = {str(name).strip().lower(): index for index, name in enumerate(row) if name is not None}
            missing = [n for n in NEEDED if n not in names]
            if missing:
                raise InputError(
                    f"no column {missing[0]!r}", where=path, line=number, hint="keep the first row as it was exported"
                )
            continue
        if all(cell in (None, "") for cell in row):
            continue
        yield Line(
            number,
            _text(row, names["id"]),
            _text(row, names["criterion"]).removeprefix("'"),
            _cell(row, names["points"]),
            _text(row, names["comment"]) if "comment" in names else "",
        )


def _said(value: object) -> str:
    """Text of a page's file, as UTF-8 can hold it; a value that is no text is reported as it stands."""
    return "" if value is None else str(value).encode("utf-8", "replace").decode()


def _cell(row: list[object], index: int) -> object:
    return row[index] if index < len(row) else None


def _text(row: list[object], index: int) -> str:
    value = _cell(row, index)
    return "" if value is None else str(value).strip()
