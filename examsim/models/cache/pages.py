"""Rows out of a database file's pages, read one by one without SQLite: what is left where it gives up the whole file.

Formats of pages, cells and records: https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_LEAF_TABLE, _LEAF_INDEX, _INNER_INDEX = 0x0D, 0x0A, 0x02
_HEAD = {_LEAF_TABLE: 8, _LEAF_INDEX: 8, _INNER_INDEX: 12}
_KEY = re.compile(rb"[0-9a-f]{64}")
_KEY_TYPE = b"\x81\x0d"  # a text of 64 bytes
MOST_PAYLOAD = 64 * 2**20
Row = tuple[bytes, ...]


def rows_on_pages(path: Path) -> Iterator[Row]:
    """Every record of texts that a page holds, whole; broken pages and cells are passed over."""
    data = path.read_bytes()
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    if size < 512 or size & (size - 1):
        size = 4096  # the head is broken too: SQLite's default
    for start in range(0, len(data), size):
        head = start + (100 if start == 0 else 0)
        kind = data[head] if head < len(data) else 0
        if kind not in _HEAD:
            yield from _carved(data, start, size)
            continue
        cells = int.from_bytes(data[head + 3 : head + 5], "big")
        first = head + _HEAD[kind]
        for at in range(first, min(first + 2 * cells, start + size), 2):
            try:
                payload = _payload(data, start, int.from_bytes(data[at : at + 2], "big"), kind, size)
                row = _record(payload)
            except (IndexError, ValueError):
                continue
            if row:
                yield row


def _carved(data: bytes, page: int, size: int) -> Iterator[Row]:
    """Records of a page whose head is destroyed: each begins with its own head, right before its key.

    The length that is before a cell must agree with the one that the record's head comes to.
    """
    for key in _KEY.finditer(data, page, page + size):
        for length in range(3, 24):  # bytes of a record's head: its own length, then one number a column
            at = key.start() - length
            if at <= page or data[at] != length or data[at + 1 : at + 3] != _KEY_TYPE:
                continue
            try:
                total = length + sum((kind - 13) // 2 for kind in _types(data, at))
                stated = [_varint(data, at - n) for n in (1, 2, 3, 4)]
                if (total, at) not in stated:
                    continue
                row = _record(_with_overflow(data, at, total, _LEAF_INDEX, size))
            except (IndexError, ValueError):
                continue
            if row:
                yield row
                break


def _payload(data: bytes, page: int, offset: int, kind: int, size: int) -> bytes:
    """A cell's content, with what is on overflow pages."""
    at = page + offset + (4 if kind == _INNER_INDEX else 0)
    length, at = _varint(data, at)
    if length > MOST_PAYLOAD:
        raise ValueError(length)
    if kind == _LEAF_TABLE:
        _, at = _varint(data, at)
    return _with_overflow(data, at, length, kind, size)


def _with_overflow(data: bytes, at: int, length: int, kind: int, size: int) -> bytes:
    """`length` bytes of content that begin at a place, as far as they fit, and go on on overflow pages."""
    most = size - 35 if kind == _LEAF_TABLE else (size - 12) * 64 // 255 - 23
    if length <= most:
        return data[at : at + length]
    least = (size - 12) * 32 // 255 - 23
    local = least + (length - least) % (size - 4)
    local = local if local <= most else least
    pieces, left = [data[at : at + local]], length - local
    following = int.from_bytes(data[at + local : at + local + 4], "big")
    while left > 0:
        if not 0 < following <= len(data) // size:
            raise ValueError(following)
        start = (following - 1) * size
        piece = data[start + 4 : start + size][:left]
        pieces.append(piece)
        left -= len(piece)
        following = int.from_bytes(data[start : start + 4], "big")
    return b"".join(pieces)


def _record(payload: bytes) -> Row | None:
    """A record's columns, where all of them are text."""
    kinds = _types(payload, 0)
    if not kinds or any(k < 13 or k % 2 == 0 for k in kinds):
        return None
    columns, at = [], _varint(payload, 0)[0]
    for kind in kinds:
        length = (kind - 13) // 2
        columns.append(payload[at : at + length])
        at += length
    return tuple(columns) if at <= len(payload) else None


def _types(data: bytes, start: int) -> list[int]:
    """The types of a record's columns, from its head at a place: 13 + 2n for a text of n bytes."""
    length, at = _varint(data, start)
    kinds = []
    while at < start + length:
        kind, at = _varint(data, at)
        kinds.append(kind)
    return kinds


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for number in range(9):
        byte = data[at + number]
        if number == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + number + 1
    raise ValueError(at)
