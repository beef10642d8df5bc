"""gzip, bzip2 and xz as streams that give all there is before they tell of damage.

The file objects of the standard library lose what is in their buffer when the next step meets a tear.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Protocol

CHUNK = 1 << 17  # packed bytes read at a time


class Decompressor(Protocol):
    """What `bz2.BZ2Decompressor`, `lzma.LZMADecompressor` and ISA-L's have in common."""

    @property
    def eof(self) -> bool:
        """Whether the end mark was read."""

    @property
    def needs_input(self) -> bool:
        """Whether more packed bytes are needed to go on."""

    @property
    def unused_data(self) -> bytes:
        """What follows the end mark."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Unpack, `max_length` bytes at most."""


class Unpacked:
    """Members (streams) one after the other, as `cat a.gz b.gz` makes them; zeros between them are padding."""

    def __init__(self, packed: IO[bytes], make: Callable[[], Decompressor]) -> None:
        self._packed, self._make = packed, make
        self._member = make()

    def readinto(self, buffer: memoryview, /) -> int:
        """Unpack into the buffer, 0 at the end. EOFError if the file ends in the middle of a member."""
        while True:
            data = b""
            if self._member.eof:
                data = self._rest()
                if not data:
                    return 0
                self._member = self._make()
            elif self._member.needs_input:
                data = self._packed.read(CHUNK)
                if not data:
                    raise EOFError("the file ends before its end mark")
            unpacked = self._member.decompress(data, len(buffer))
            if unpacked:
                buffer[: len(unpacked)] = unpacked
                return len(unpacked)

    def _rest(self) -> bytes:
        rest = self._member.unused_data.lstrip(b"\0")
        while not rest and (more := self._packed.read(CHUNK)):
            rest = more.lstrip(b"\0")
        return rest

    def close(self) -> None:
        """The packed file is its owner's to close."""
