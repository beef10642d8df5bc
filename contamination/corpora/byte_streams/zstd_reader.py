"""zstd, with every byte before a tear, and notice of the tear.

Arrow's reader notices a truncated file but drops the block in which it was; python-zstandard's gives that block but
ends as if all were well. So Arrow reads, and where it fails the other goes once more over the file and gives what is
left. Files made with `zstd --long=31` are beyond Arrow's window and are read by python-zstandard alone.
"""

from __future__ import annotations

from typing import IO, Any

WINDOW = 128 << 20  # the largest that zstd takes without --long
STEP = 1 << 20


class ZstdReader:
    """Frames one after the other. OSError at the damage, after all that could be had."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._given = 0
        self._damage: Exception | None = None
        self._first: Any = None
        self._reader = self._plain() if _window(packed) > WINDOW else self._careful()

    def readinto(self, buffer: memoryview, /) -> int:
        """Unpack into the buffer, 0 at the end."""
        try:
            got = int(self._reader.readinto(buffer[:STEP]) or 0)
        except Exception as error:  # each of the two libraries has its own
            if self._damage is not None:
                raise self._damage from None
            self._damage = error
            self._go_on_plainly()
            return self.readinto(buffer)
        if got == 0 and self._damage is not None:
            raise self._damage
        self._given += got
        return got

    def close(self) -> None:
        """The packed file is its owner's to close."""

    def _careful(self) -> Any:
        import pyarrow as pa

        return pa.CompressedInputStream(pa.PythonFile(self._packed, mode="r"), "zstd")

    def _plain(self) -> Any:
        import zstandard

        unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 31)
        return unpacker.stream_reader(self._packed, read_across_frames=True, closefd=False)

    def _go_on_plainly(self) -> None:
        self._first = self._reader  # Arrow closes the packed file when its reader goes
        self._packed.seek(0)
        self._reader = self._plain()
        passed = memoryview(bytearray(STEP))
        left = self._given
        while left > 0:
            got = self._reader.readinto(passed[: min(left, STEP)])
            if not got:
                return
            left -= got


def _window(packed: IO[bytes]) -> int:
    """Window size of the first frame; 0 if that is not one with data."""
    import zstandard

    start = packed.read(18)
    packed.seek(0)
    try:
        return int(zstandard.get_frame_parameters(start).window_size)
    except zstandard.ZstdError:
        return 0
