"""A file of a corpus as a stream of decompressed bytes, wherever it lies and however it is packed."""

from __future__ import annotations

import bz2
import io
import lzma
from functools import partial
from pathlib import Path
from typing import IO, cast

from contamination.corpora.byte_streams.patient_file import SILENCE, PatientFile, within
from contamination.corpora.byte_streams.transcoded import Reader, Transcoded, marked_encoding
from contamination.corpora.byte_streams.unpacked import Unpacked
from contamination.corpora.byte_streams.zstd_reader import ZstdReader
from contamination.corpora.read_stats import ReadStats

HEAD_BYTES = 1 << 20  # what the sniffers look at
RATIO_FROM = 64 << 20  # decompressed bytes after which the packing ratio is watched
RATIO_LIMIT = 250  # text packs 3 to 20 times, repeated boilerplate perhaps 100 times; zeros 1,000 to 100,000 times

GZIP_MEMBER = b"\x1f\x8b\x08"
DAMAGE = 1 << 15  # bytes reckoned as lost at a fault in the middle of a packed file

MAGIC = {
    b"\x1f\x8b": "gz",
    b"\x28\xb5\x2f\xfd": "zst",
    b"BZh": "bz2",
    b"\xfd7zXZ\x00": "xz",
}


class ByteSource:
    """Reads a file in order. Damage ends the stream early and is told to the tally, never raised.

    `head`      the first `HEAD_BYTES` decompressed bytes at most
    `position`  place in the decompressed file of the next byte
    `broken`    the file ended before it should have (truncated, corrupt, deleted, a compression bomb)
    """

    def __init__(self, file: str, read_stats: ReadStats, raw: IO[bytes] | None = None) -> None:
        """Open a file, or take the bytes of one inside of an archive, whose size is counted there."""
        self.inside = raw is not None
        self.file, self._read_stats = shown_name(file), read_stats
        self.position = 0
        self.broken = False
        self._decompressed = self._raw_told = 0
        self._raw = _Counting(open_raw(file) if raw is None else raw)
        magic = self._raw.read(8)
        self._raw.unread(magic)
        self.compression = sniff_compression(magic)
        self._reader = self._unpacked()
        self._waiting = b""
        self.head = self._waiting = self._fill(HEAD_BYTES)
        encoding = marked_encoding(self.head)
        if encoding:
            self._reader = Transcoded(self._reader, self.head, encoding)
            self.head = self._waiting = self._fill(HEAD_BYTES)

    def enter(self, start: int, stop: int) -> None:
        """Go to the first line that begins at byte `start` or later of a file that is not packed.

        If none begins before `stop`, the position is somewhere from `stop` on.
        """
        self._raw.seek(start - 1)
        self._waiting = b""
        self.position = start - 1
        while self.position < stop and (piece := self._fill(1 << 16)):
            line, feed, rest = piece.partition(b"\n")
            self.position += len(line) + len(feed)
            if feed:
                self._waiting = rest
                return

    def _unpacked(self) -> Reader:
        raw = cast(IO[bytes], self._raw)
        if self.compression == "gz":
            from isal import igzip_lib

            make = partial(igzip_lib.IgzipDecompressor, igzip_lib.DECOMP_GZIP)
            return Unpacked(raw, make, GZIP_MEMBER, self._damaged)
        if self.compression == "zst":
            return ZstdReader(raw)
        if self.compression == "bz2":
            return Unpacked(raw, bz2.BZ2Decompressor)
        if self.compression == "xz":
            return Unpacked(raw, lzma.LZMADecompressor)
        return cast(Reader, self._raw)

    def readinto(self, buffer: memoryview) -> int:
        """Fill `buffer` as far as the file goes; 0 only at the end."""
        got = min(len(self._waiting), len(buffer))
        if got:
            buffer[:got] = self._waiting[:got]
            self._waiting = self._waiting[got:]
        while got < len(buffer):
            more = self._read_once(buffer[got:])
            if more == 0:
                break
            got += more
        self.position += got
        self._read_stats.bytes += 0 if self.inside else got
        return got

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end."""
        buffer = bytearray(size)
        return bytes(buffer[: self.readinto(memoryview(buffer))])

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()
        self._raw.close()

    def _fill(self, size: int) -> bytes:
        buffer = bytearray(size)
        view = memoryview(buffer)
        got = 0
        while got < size and (more := self._read_once(view[got:])):
            got += more
        return bytes(view[:got])

    def _read_once(self, view: memoryview) -> int:
        if self.broken:
            return 0
        try:
            got = self._reader.readinto(view) or 0
        except Exception as error:  # each packing library has its own family of errors; all mean "damaged here"
            self._break("damaged or truncated file", str(error))
            return 0
        self._decompressed += got
        self._read_stats.raw += 0 if self.inside else self._raw.count - self._raw_told
        self._raw_told = self._raw.count
        if self._decompressed > RATIO_FROM and self._decompressed > RATIO_LIMIT * max(self._raw.count, 1):
            self._break("compression bomb", f"unpacks more than {RATIO_LIMIT} times its size; the rest was not read")
            return 0
        return got

    def _damaged(self, detail: str) -> None:
        """Damage after which the file goes on."""
        self._read_stats.skip("damaged or truncated file", self.file, detail=one_line(detail), unread=DAMAGE)

    def _break(self, reason: str, detail: str) -> None:
        self.broken = True
        self._read_stats.skip(reason, self.file, detail=one_line(detail), unread=self._rest() or None)

    def _rest(self) -> int:
        """Packed bytes after the place that was reached, as far as known."""
        try:
            size = 0 if "://" in self.file else Path(self.file).stat().st_size
        except OSError:
            size = 0
        return max(0, size - self._raw.count)


class _Counting(io.RawIOBase):
    """The packed file, counting bytes so that a bomb is noticed; the first bytes can be put back."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self._put_back = raw, b""
        self.count = 0

    def unread(self, start: bytes) -> None:
        self._put_back = start
        self.count -= len(start)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        start, self._put_back = self._put_back, b""
        data = start if 0 <= size <= len(start) else start + self._raw.read(size - len(start) if size >= 0 else -1)
        if 0 <= size < len(data):
            data, self._put_back = data[:size], data[size:]
        self.count += len(data)
        return data

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # the base class says "any buffer"
        if self._put_back:
            data = self.read(len(buffer))
            buffer[: len(data)] = data
            return len(data)
        got = self._raw.readinto(buffer) or 0  # type: ignore[attr-defined]  # IO[bytes] leaves it out; all have it
        self.count += got
        return int(got)

    def seek(self, offset: int, whence: int = 0) -> int:
        self._put_back = b""
        return self._raw.seek(offset, whence)

    def close(self) -> None:
        self._raw.close()
        super().close()


def open_raw(file: str) -> IO[bytes]:
    """The bytes of a path or fsspec URL as they lie there. OSError if it can't be opened."""
    if "://" in file:
        import fsspec

        opened = within(SILENCE, file, lambda: fsspec.open(file, "rb").open())
        return cast(IO[bytes], PatientFile(opened, shown_name(file)))
    return Path(file).open("rb", buffering=0)


def sniff_compression(start: bytes) -> str:
    """'gz', 'zst', 'bz2', 'xz' or '' from the first 8 bytes; names of files are not believed."""
    if len(start) >= 4 and 0x184D2A50 <= int.from_bytes(start[:4], "little") <= 0x184D2A5F:
        return "zst"  # a skippable frame, as pzstd and the seekable format begin with
    return next((kind for magic, kind in MAGIC.items() if start.startswith(magic)), "")


def one_line(text: str) -> str:
    """An error's words without line ends and control characters, at most 200 of them."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def shown_name(file: str) -> str:
    """A file's name as text that can be stored: bytes that are no UTF-8 become U+FFFD."""
    return file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
