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

    def __init__(
        self,
        packed: IO[bytes],
        make: Callable[[], Decompressor],
        magic: bytes = b"",
        told: Callable[[str], None] | None = None,
    ) -> None:
        """`magic` begins a member: after damage the stream goes on at the next one, and the damage is `told`."""
        self._packed, self._make, self._magic, self._told = packed, make, magic, told
        self._member, self._given, self._queued = make(), b"", b""

    def readinto(self, buffer: memoryview, /) -> int:
        """Unpack into the buffer, 0 at the end. EOFError if the file ends in the middle of a member."""
        while True:
            data, self._queued = self._queued, b""
            if data:
                pass
            elif self._member.eof:
                data = self._rest()
                if not data:
                    return 0
                self._member = self._make()
            elif self._member.needs_input:
                data = self._packed.read(CHUNK)
                if not data:
                    raise EOFError("the file ends before its end mark")
            self._given = data or self._given
            try:
                unpacked = self._member.decompress(data, len(buffer))
            except Exception as error:  # each library has its own
                unpacked = self._after_damage(error)
            if unpacked:
                buffer[: len(unpacked)] = unpacked
                return len(unpacked)

    def _after_damage(self, error: Exception) -> bytes:
        """Go to the next member; gives a line end for what is missing. The error again if there is no other member."""
        if not self._magic or self._told is None:
            raise error
        data, begin = self._given, 1
        while (place := data.find(self._magic, begin)) < 0:
            more = self._packed.read(CHUNK)
            if not more:
                raise error
            data, begin = data[1 - len(self._magic) :] + more, 0
        self._told(str(error))
        self._member, self._queued = self._make(), data[place:]
        return b"\n"

    def _rest(self) -> bytes:
        rest = self._member.unused_data.lstrip(b"\0")
        while not rest and (more := self._packed.read(CHUNK)):
            rest = more.lstrip(b"\0")
        return rest

    def close(self) -> None:
        """The packed file is its owner's to close."""
