"""A table as an XLSX workbook: the same bytes for the same table, and no cell that could calculate."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from reports.escaping import one_line, spreadsheet
from reports.tables.table import Table
from reports.tables.without_time import without_time

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

# openpyxl refuses the C0 controls that XML cannot hold; `plain` has already made pictures of them.


def workbook(table: Table) -> bytes:
    """Sheet 'table' as printed, sheet 'cells' with one line per cell and its run, sheet 'runs' with the sources."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("table")
    sheet.freeze_panes = "B2"
    for index in range(len(table.columns)):
        sheet.column_dimensions[get_column_letter(index + 1)].width = 44 if index == 0 else 22
    _append(sheet, [c.name for c in table.columns], bold=True)
    for row in table.rows:
        _append(sheet, [c.printed for c in row])
    _append(sheet, [])
    for note in table.notes:
        _append(sheet, [note])
    cells = book.create_sheet("cells")
    _append(cells, ["row", "column", "text", "value", "run"], bold=True)
    values = [c.value for row in table.rows for c in row if c.run]
    for (name, column, text, run), value in zip(table.trace(), values, strict=True):
        _append(cells, [name, column, text, value, run])
    runs = book.create_sheet("runs")
    _append(runs, ["run", "exam", "model", "form", "folder"], bold=True)
    for source in table.sources:
        _append(runs, [source.run, source.exam, source.model, source.form, source.folder])
    held = BytesIO()
    book.save(held)
    return without_time(held.getvalue())


@lru_cache(maxsize=4096)  # names of exams, columns and runs stand in hundreds of cells
def _written(text: str) -> str:
    return spreadsheet(one_line(text, 2_000))


def _append(sheet: WriteOnlyWorksheet, values: Sequence[str | float | None], *, bold: bool = False) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, _written(value) if isinstance(value, str) else value)
        if isinstance(value, str):
            cell.data_type = "s"  # text, whatever it looks like
        if bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)
