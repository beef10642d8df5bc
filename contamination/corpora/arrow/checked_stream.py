"""An Arrow stream whose record batches are looked at before Arrow unfolds them.

A packed buffer begins with the size it unpacks to (Arrow columnar format, "Encapsulated message format" and "Compressed
buffers"): a few kilobytes can ask for gigabytes. Messages that ask for too much are left out, and told.
"""

from __future__ import annotations

from collections.abc import Callable

from contamination.corpora.byte_streams.byte_source import ByteSource

LARGEST_BATCH = 512 << 20  # bytes of a record batch, unpacked
CONTINUATION = b"\xff\xff\xff\xff"
RECORD_BATCH, DICTIONARY_BATCH = 3, 2  # MessageHeader in Message.fbs


class CheckedStream:
    """What Arrow wants of a Python file. `told(bytes)` is called for every batch that is left out."""

    closed = False

    def __init__(self, source: ByteSource, told: Callable[[int], None]) -> None:
        self._source, self._told, self._waiting, self._ended = source, told, b"", False

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes of the messages that are small enough."""
        while (size < 0 or len(self._waiting) < size) and not self._ended:
            self._waiting += self._message()
        given = self._waiting if size < 0 else self._waiting[:size]
        self._waiting = self._waiting[len(given) :]
        return given

    def close(self) -> None:
        """The source is its owner's to close."""

    def _message(self) -> bytes:
        """The next message whole; b"" for one that is left out. From a fault on the stream goes as it is."""
        prefix = self._source.read(4)
        if prefix == CONTINUATION:
            prefix += self._source.read(4)
        length = int.from_bytes(prefix[-4:], "little", signed=True)
        if len(prefix) < 4 or length <= 0 or length > LARGEST_BATCH:
            self._ended = True
            return prefix
        metadata = self._source.read(length)
        try:
            body, unpacked = _sizes(metadata)
        except (IndexError, ValueError):
            self._ended = True
            return prefix + metadata
        if body > LARGEST_BATCH:
            self._pass(body)
            self._told(body)
            return b""
        data = self._source.read(max(0, body))
        asked = sum(_unpacked(data, offset, size) for offset, size in unpacked)
        if asked > LARGEST_BATCH:
            self._told(asked)
            return b""
        return prefix + metadata + data

    def _pass(self, size: int) -> None:
        while size > 0 and (got := len(self._source.read(min(size, 1 << 20)))):
            size -= got


def _unpacked(data: bytes, offset: int, size: int) -> int:
    """Bytes that a packed buffer asks for; -1 in its place means that it is not packed."""
    if size < 8:
        return 0
    asked = int.from_bytes(data[offset : offset + 8], "little", signed=True)
    return size if asked < 0 else asked


def _sizes(metadata: bytes) -> tuple[int, list[tuple[int, int]]]:
    """(length of the body, (offset, size) of each packed buffer in it), from a flatbuffer `Message`."""
    message = _Table(metadata, int.from_bytes(metadata[:4], "little"))
    body = message.number(3, 8)
    kind = message.number(1, 1)
    if kind not in (RECORD_BATCH, DICTIONARY_BATCH):
        return body, []
    batch = message.table(2)
    if kind == DICTIONARY_BATCH and batch is not None:
        batch = batch.table(1)
    if batch is None or batch.table(3) is None:  # not packed
        return body, []
    return body, batch.pairs(2)


class _Table:
    """A flatbuffer table: field k lies where entry k of its own table of offsets says."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at
        self._offsets = at - _integer(data, at, 4)

    def _field(self, k: int) -> int:
        size = _integer(self._data, self._offsets, 2)
        place = 4 + 2 * k
        offset = _integer(self._data, self._offsets + place, 2) if place + 2 <= size else 0
        return self._at + offset if offset else 0

    def number(self, k: int, width: int) -> int:
        at = self._field(k)
        return _integer(self._data, at, width) if at else 0

    def table(self, k: int) -> _Table | None:
        at = self._field(k)
        return _Table(self._data, at + _integer(self._data, at, 4)) if at else None

    def pairs(self, k: int) -> list[tuple[int, int]]:
        """A vector of structs of two 64-bit integers."""
        at = self._field(k)
        if not at:
            return []
        at += _integer(self._data, at, 4)
        count = _integer(self._data, at, 4)
        if count * 16 > len(self._data):
            raise ValueError("a vector longer than its message")
        places = range(at + 4, at + 4 + 16 * count, 16)
        return [(_integer(self._data, p, 8), _integer(self._data, p + 8, 8)) for p in places]


def _integer(data: bytes, at: int, width: int) -> int:
    if at < 0 or at + width > len(data):
        raise IndexError("outside of the message")
    return int.from_bytes(data[at : at + width], "little", signed=True)
