"""XML as records: StackExchange's dumps, Wikipedia's, and any other; each child of the root element is a record.

Attributes and texts are its fields: `Body` is an attribute of the record or the text of such a child, `revision.text`
lies deeper. Where a file stops being XML the rest is read as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from contamination.corpora.batch import Batch, BatchBuilder
from contamination.corpora.byte_streams.byte_source import ByteSource, one_line
from contamination.corpora.byte_streams.utf8 import repaired
from contamination.corpora.fields import Fields, Pairs, with_id
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.take_record import take_record

STEP = 1 << 20
LARGEST_RECORD = 32 << 20  # characters; a larger record comes as several
NUMBERED = re.compile(rb"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}));")
OPEN_REFERENCE = re.compile(rb"&[#0-9a-zA-Z]{0,12}\Z")
CONTROL = bytes(c if c >= 32 or c in b"\t\r\n" else 32 for c in range(256))


def read_xml(source: ByteSource, fields: Fields, read_stats: ReadStats, target_bytes: int) -> Iterator[Batch]:
    """Batches of the children of the root element; record numbers count them from 0."""
    builder = BatchBuilder(source.file, target_bytes)
    records, held, number = _Records(), b"", 0
    last = False
    while not last:
        data = source.read(STEP)
        last = len(data) < STEP
        data, held = _cleaned(held + data, last)
        rest = b""
        try:
            records.feed(data, last)
        except expat.ExpatError as error:
            if not source.broken:
                read_stats.skip("not XML from here on: read as text", source.file, number, detail=one_line(str(error)))
            records.close()
            rest, last = data[max(0, records.position) :] + held, True
        for record, start in records.take():
            take_record(record, number, start, with_id(fields, [record]), builder, read_stats, source.file)
            number += 1
            if builder.full:
                yield builder.take(source.position)
        while rest:
            text = repaired(rest)[0].decode()
            take_record(text, number, -1, Fields(), builder, read_stats, source.file)
            yield builder.take(source.position)
            rest = source.read(8 * STEP)
    yield builder.take(source.position)


def _cleaned(data: bytes, last: bool) -> tuple[bytes, bytes]:
    """(data without what XML forbids and dumps hold all the same, a reference that the end cuts)."""
    tail = None if last else OPEN_REFERENCE.search(data[-16:])
    held = tail.group() if tail else b""
    data = data[: len(data) - len(held)] if held else data
    if b"\0" not in data:  # UTF-16 has its zeros
        data = NUMBERED.sub(_allowed, data.translate(CONTROL))
    return data, held


def _allowed(match: re.Match[bytes]) -> bytes:
    code = int(match[1], 16) if match[1] else int(match[2])
    good = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return match.group() if good else b" " * len(match.group())


class _Records:
    """Collects the strings of each child of the root element."""

    def __init__(self) -> None:
        self._parser: Any = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._no_entities
        self._path: list[str] = []
        self._strings, self._size, self._begun = Pairs(), 0, -1
        self._done: list[tuple[Pairs, int]] = []
        self._fed = self.position = 0

    def feed(self, data: bytes, last: bool) -> None:
        """Parse on. ExpatError at a fault; `position` is then its place in `data`."""
        before, self._fed = self._fed, self._fed + len(data)
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError:
            self.position = self._parser.ErrorByteIndex - before
            raise

    def take(self) -> list[tuple[Pairs, int]]:
        """The records that are finished, with the byte at which each begins."""
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        """Finish what was begun."""
        if self._strings:
            self._done.append((self._strings, self._begun))
        self._strings, self._size = Pairs(), 0

    def _start(self, name: str, attributes: list[str]) -> None:
        if len(self._path) == 1:
            self._begun = self._parser.CurrentByteIndex
        self._path.append(name)
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            if not key.startswith("xmlns"):
                self._add(key, value)

    def _end(self, name: str) -> None:
        self._path.pop()
        if len(self._path) <= 1:
            self.close()

    def _text(self, text: str) -> None:
        if not text.isspace():
            self._add("", text)

    def _add(self, key: str, text: str) -> None:
        self._strings.append((".".join(filter(None, (*self._path[2:], key))) or "text", text))
        self._size += len(text)
        if self._size > LARGEST_RECORD:
            self.close()

    @staticmethod
    def _no_entities(*_: object) -> None:
        raise expat.ExpatError("entities of its own are not read")
