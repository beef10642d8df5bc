"""UTF-16 and UTF-32 files, told by their byte order mark, as UTF-8. Offsets are then those of the UTF-8 text."""

from __future__ import annotations

import codecs
from typing import Protocol

BLOCK = 1 << 16
MARKS = (  # the longer marks first: UTF-32 begins like UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Reader(Protocol):
    """A stream of bytes."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill as much of the buffer as is at hand; 0 at the end."""

    def close(self) -> object:
        """Let go of the file."""


def marked_encoding(head: bytes) -> str | None:
    """'utf-16' or 'utf-32' if the file begins with such a mark."""
    return next((encoding for mark, encoding in MARKS if head.startswith(mark)), None)


class Transcoded:
    """Decodes what `reader` gives, after the bytes `begun` that were read from it already."""

    def __init__(self, reader: Reader, begun: bytes, encoding: str) -> None:
        self._reader = reader
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._waiting = self._encoded(begun, False)
        self._ended = False

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill as much of the buffer as is at hand; 0 at the end."""
        block = memoryview(bytearray(BLOCK))
        while not self._waiting and not self._ended:
            got = self._reader.readinto(block) or 0
            self._ended = got == 0
            self._waiting = self._encoded(bytes(block[:got]), self._ended)
        given = self._waiting[: len(buffer)]
        self._waiting = self._waiting[len(given) :]
        buffer[: len(given)] = given
        return len(given)

    def close(self) -> object:
        """Let go of the file."""
        return self._reader.close()

    def _encoded(self, data: bytes, final: bool) -> bytes:
        return self._decoder.decode(data, final).encode("utf-8", "replace")
