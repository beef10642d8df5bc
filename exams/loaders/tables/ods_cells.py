"""OpenDocument spreadsheets as cells, read as a stream: repeated cells and rows are counted, never unrolled blindly.

ODF 1.3 part 3, section 9.1 (tables), https://docs.oasis-open.org/office/OpenDocument/v1.3/os/part3-schema/. odfpy
builds the whole document without bounds, so the few elements that matter here are read with defusedxml.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from exams.files.unpack_faults import UNPACK_FAULTS
from exams.loaders.source import Source

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_COLUMNS = 512
_MOST_REPEATS = 1000
Cells = tuple[int | None, list[Any]]


def ods_sheets(source: Source, most_rows: int) -> Iterator[tuple[str, list[Cells]]]:
    """Name and rows (number, cells) of every sheet. InputError for broken XML or more than `most_rows` rows."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    faults: tuple[type[Exception], ...] = (DefusedXmlException, ParseError, KeyError, *UNPACK_FAULTS)

    try:
        with zipfile.ZipFile(source.path) as archive:
            data = archive.read("content.xml")
        rows: list[Cells] = []
        number = 0
        for _, element in iterparse(io.BytesIO(data), events=("end",), forbid_dtd=True):
            if element.tag == f"{_TABLE}table-row":
                repeats = _count(element.get(f"{_TABLE}number-rows-repeated"))
                cells = _cells(element)
                if cells:
                    rows.extend((number + i + 1, cells) for i in range(min(repeats, _MOST_REPEATS)))
                number += repeats
                if len(rows) > most_rows:
                    raise source.fault(f"a sheet of more than {most_rows} rows", hint="save it as CSV (UTF-8)")
                element.clear()
            elif element.tag == f"{_TABLE}table":
                yield element.get(f"{_TABLE}name") or "sheet", rows
                rows, number = [], 0
    except faults as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise source.fault(f"a spreadsheet that cannot be read ({what})", hint="save it again, or as CSV") from None


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 1


def _cells(row: Element) -> list[Any]:
    values: list[Any] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        value = _value(cell)
        repeats = _count(cell.get(f"{_TABLE}number-columns-repeated"))
        room = _MOST_COLUMNS - len(values)
        values.extend([value] * min(repeats, max(room, 0)))
    while values and (values[-1] is None or values[-1] == ""):
        values.pop()
    return values


def _value(cell: Element) -> Any:
    """The value that is shown: numbers and truth values by their kind, anything else as its text."""
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "float":
        try:
            number = float(cell.get(f"{_OFFICE}value") or "")
        except ValueError:
            return None
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    paragraphs = ["".join(_pieces(p)) for p in cell.iter(f"{_TEXT}p")]
    return "\n".join(paragraphs) if paragraphs else None


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(_count(child.get(f"{_TEXT}c")), 1000)
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        else:
            yield from _pieces(child)
        yield child.tail or ""
