"""One file to be read: its bytes without compression, within limits, and what its name and first bytes say of it."""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import IO, Literal, cast

from exams.errors import InputError
from exams.loaders.encoding import guess_encoding

HEAD = 64 * 1024
MOST_BYTES = 256 * 2**20
MOST_LINE = 32 * 2**20
_COMPRESSED = (".gz", ".bz2", ".zst")
_TEXTS = (".csv", ".tsv", ".txt", ".tab", ".md", ".gift", ".aiken", "")  # what people save in their country's encoding
_LEAST_UNPACKED, _MOST_RATIO = 48 * 2**20, 30


def is_there(path: Path, kind: Literal["file", "folder"]) -> bool:
    """Whether a file or folder of that name exists; False for names that no file can have."""
    try:
        return path.is_file() if kind == "file" else path.is_dir()
    except (OSError, ValueError):
        return False


class Source:
    """A file of questions. Nothing is read until asked for; compressed files (.gz .bz2 .zst) read as plain ones."""

    def __init__(
        self, path: Path, *, local: bool = True, shown: Path | None = None, encoding: str | None = None
    ) -> None:
        self.path = path
        self.named_encoding = encoding  # by the user; nothing is guessed then
        self.shown = shown or path  # what messages call it: a file of an archive by the archive's name
        self.local = local  # False for a set on the hub: it names no files of this machine

    @cached_property
    def suffix(self) -> str:
        """Extension in lower case, below that of the compression: '.jsonl' for `x.jsonl.gz`."""
        name = self._plain_name
        return Path(name).suffix.lower()

    @cached_property
    def stem(self) -> str:
        """Name without its extensions: what ids of its questions begin with."""
        return Path(self._plain_name).stem or "questions"

    @property
    def _plain_name(self) -> str:
        name = self.path.name
        for ending in _COMPRESSED:
            if name.lower().endswith(ending) and len(name) > len(ending):
                return name[: -len(ending)]
        return name

    def open(self) -> IO[bytes]:
        """The plain bytes as a stream. InputError if the file cannot be opened."""
        try:
            ending = self.path.suffix.lower()
            if ending == ".gz":
                return cast(IO[bytes], gzip.open(self.path))
            if ending == ".bz2":
                return bz2.open(self.path)
            if ending == ".zst":
                import zstandard

                return cast(IO[bytes], zstandard.open(self.path, "rb"))
            return self.path.open("rb")
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror or error}", where=self.shown) from None

    def _read(self, most: int) -> bytes:
        import zstandard

        try:
            with self.open() as file:
                return file.read(most)
        except (OSError, EOFError, zstandard.ZstdError, ValueError) as error:
            raise InputError(f"cannot be unpacked: {error}", where=self.shown, hint="fetch the file again") from None

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB."""
        return self._read(HEAD)

    @cached_property
    def data(self) -> bytes:
        """All of it. InputError beyond 256 MiB: larger sets come as JSONL or Parquet, which are read piece by piece."""
        most = min(MOST_BYTES, self._most_unpacked)
        data = self._read(most + 1)
        if len(data) > most:
            if most < MOST_BYTES:
                raise self._bomb()
            raise InputError("holds more than 256 MiB", where=self.shown, hint="make it JSONL or Parquet, or split it")
        return data

    @property
    def _most_unpacked(self) -> int:
        """What a compressed file may hold: a small one that unpacks without end would fill the memory."""
        if self.path.suffix.lower() not in _COMPRESSED:
            return 1 << 62
        return max(_LEAST_UNPACKED, _MOST_RATIO * self.path.stat().st_size)

    def _bomb(self) -> InputError:
        what = f"unpacks to more than {_MOST_RATIO} times its size"
        return InputError(what, where=self.shown, hint="unpack it first, if it is what you think it is")

    @cached_property
    def text(self) -> str:
        """All of it as text: UTF-8, UTF-16 with a byte-order mark, or as `encoding` guesses; line ends become `\\n`."""
        if (known := self.encoding) is not None:
            return self.data.decode(known, "replace").replace("\r\n", "\n").replace("\r", "\n")
        return self.decode(self.data).replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def head_text(self) -> str:
        """The first 64 KiB as text, for sniffing: what is no text comes out as replacement characters."""
        if self.head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return self.head.decode("utf-16", "replace")
        return self.head.decode(self.encoding or "utf-8-sig", "replace").removeprefix("\ufeff")

    @property
    def sample_text(self) -> str:
        """The same, with line ends as `\\n`."""
        return self.head_text.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def encoding(self) -> str | None:
        """Encoding of a text file that is not UTF-8: the user's, else a guess; None for UTF-8, UTF-16 and binary."""
        if (
            not self.local
            or self.named_encoding is not None
            or self.path.is_dir()
            or self.suffix not in _TEXTS
            or self.head[:2] in (b"\xff\xfe", b"\xfe\xff", b"PK", b"PA")
        ):
            return self.named_encoding
        try:
            self.head.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            cut = len(self.head) == HEAD and error.start >= HEAD - 4
            found = None if cut else guess_encoding(self.head)
            return None if found in (None, "utf-8") else found
        return None

    def decode(self, data: bytes, line: int | None = None) -> str:
        """Bytes to text, or an InputError that names the first byte at fault."""
        try:
            return data.decode("utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if line is None:
                line = data.count(b"\n", 0, error.start) + 1
            what = f"not UTF-8 text: byte 0x{data[error.start]:02x}"
            raise InputError(what, where=self.shown, line=line, hint="save the file as UTF-8") from None

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Line numbers from 1, and lines without their ends, one at a time: a file of any size fits."""
        import zstandard

        try:
            with self.open() as file:
                number = total = 0
                most = self._most_unpacked
                while line := file.readline(MOST_LINE + 1):
                    number += 1
                    total += len(line)
                    if total > most:
                        raise self._bomb()
                    if len(line) > MOST_LINE:
                        raise InputError("a line of more than 32 MiB", where=self.shown, line=number)
                    if self.named_encoding is not None:
                        line = line.decode(self.named_encoding, "replace").encode()
                    yield number, line.rstrip(b"\r\n")
        except (OSError, EOFError, zstandard.ZstdError) as error:
            raise InputError(f"cannot be unpacked: {error}", where=self.shown, hint="fetch the file again") from None

    def fault(self, what: str, *, line: int | None = None, place: str = "", hint: str = "") -> InputError:
        """An InputError of one line that names this file, and the line or place in it."""
        what, hint, place = (" ".join(text.splitlines()) for text in (what, hint, place))
        where = f"{self.shown} {place}" if place and line is None else self.shown
        return InputError(what, where=where, line=line, hint=hint)
