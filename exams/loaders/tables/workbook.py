"""Excel and OpenDocument workbooks as records: values only, formulas never evaluated, sizes bounded before decoding."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from exams.errors import InputError
from exams.files.unpack_faults import UNPACK_FAULTS
from exams.loaders.row import Row
from exams.loaders.source import Source
from exams.loaders.tables.grid_rows import Cells, grid_rows
from exams.loaders.tables.ods_cells import ods_sheets

_MOST_UNPACKED = 128 * 2**20
_MOST_PART = 64 * 2**20
_MOST_RATIO = 150
_MOST_FILES = 5_000
_MOST_ROWS = 200_000
_MOST_COLUMNS = 512


def is_workbook(source: Source) -> bool:
    """A zip that holds an Excel workbook or an OpenDocument spreadsheet."""
    return kind_of_workbook(source) != ""


def kind_of_workbook(source: Source) -> str:
    """'xlsx', 'ods' or ''."""
    if source.head[:4] != b"PK\x03\x04":
        return ""
    try:
        with zipfile.ZipFile(source.path) as archive:
            names = archive.namelist()
            if any(n.replace("\\", "/").lower() == "xl/workbook.xml" for n in names):
                return "xlsx"
            if "mimetype" in names and "content.xml" in names:
                info = archive.getinfo("mimetype")
                small = info.file_size < 200
                return "ods" if small and b"opendocument.spreadsheet" in archive.read("mimetype") else ""
    except UNPACK_FAULTS:
        return ""
    return ""


def workbook_rows(source: Source) -> Iterator[Row | InputError]:
    """Records of every sheet that holds a table with a question; the names of other sheets are told with the first."""
    _refuse_bomb(source)
    sheets = _xlsx_sheets(source) if kind_of_workbook(source) == "xlsx" else ods_sheets(source, _MOST_ROWS)
    other: list[str] = []
    found: list[Row | InputError] = []
    first_fault: InputError | None = None
    for name, cells in sheets:
        if not cells:
            continue
        try:
            inside = list(grid_rows(source, cells, f"sheet {name!r}"))
        except InputError as error:
            other.append(f"{name}: {_said(cells)}")
            first_fault = first_fault or error
            continue
        if _has_question(inside):
            found.extend(inside)
        else:
            other.append(f"{name}: {_said(cells)}")
            first_fault = first_fault or None
            found.extend(inside if not found and len(inside) and not other[:-1] else [])
    if other and found and isinstance(found[0], Row) and _has_question(found):
        told = {**found[0].fields, "other sheets": "; ".join(other)[:2000]}
        found[0] = Row(source, found[0].number, found[0].line, told)
    if not found and first_fault is not None:
        raise first_fault
    yield from found


def _said(cells: Sequence[Cells]) -> str:
    return " ".join(str(c) for _, row in cells for c in row if c is not None)[:300]


def _has_question(rows: list[Row | InputError]) -> bool:
    from exams.loaders.fields.roles import role_of

    return any(isinstance(r, Row) and any(role_of(n) == "stem" for n in r.fields) for r in rows[:50])


def _refuse_bomb(source: Source) -> None:
    """Refuse by the sizes that the archive states, before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            parts = archive.infolist()
    except UNPACK_FAULTS as error:
        raise source.fault(f"not a workbook: {error}", hint="save it again") from None
    packed = max(sum(p.compress_size for p in parts), 1)
    total = sum(p.file_size for p in parts if not p.filename.startswith(("xl/media/", "Pictures/")))
    if len(parts) > _MOST_FILES or any(p.file_size > _MOST_PART for p in parts) or total > _MOST_UNPACKED:
        raise source.fault("unpacks to more than 128 MiB, or 64 MiB a part", hint="save the sheet as CSV (UTF-8)")
    if total > 2**22 and total > _MOST_RATIO * packed:
        raise source.fault(f"packed more than {_MOST_RATIO} times over", hint="save the sheet as CSV (UTF-8)")
    if len({p.filename for p in parts}) != len(parts):
        raise source.fault("a workbook with two parts of one name", hint="save it again")


def _xlsx_sheets(source: Source) -> Iterator[tuple[str, list[Cells]]]:
    import warnings

    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(_bytes(source)), read_only=True, data_only=True)
            for sheet in book.worksheets:
                yield sheet.title, _sheet_cells(source, sheet)
            book.close()
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise over a damaged workbook
        what = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise source.fault(
            f"a workbook that cannot be read ({what})", hint="save it again, or as CSV (UTF-8)"
        ) from None


def _bytes(source: Source) -> bytes:
    with source.path.open("rb") as file:
        return file.read()


def _sheet_cells(source: Source, sheet: Any) -> list[Cells]:
    found: list[Cells] = []
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), 1):
        if number > _MOST_ROWS:
            raise source.fault(f"a sheet of more than {_MOST_ROWS} rows", place=sheet.title, hint="save it as CSV")
        values = [_value(v) for v in row]
        if any(v is not None and v != "" for v in values):
            found.append((number, values))
    return found


def _value(value: Any) -> Any:
    """A cell as a table would write it: dates as ISO text, errors (#N/A) as nothing."""
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, str) and value.startswith("#") and value.rstrip("!?") in _ERRORS:
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


_ERRORS = frozenset(("#N/A", "#REF", "#NAME", "#DIV/0", "#VALUE", "#NULL", "#NUM"))
