"""Archives: every file inside of a tar or zip is read as if it lay in a folder. An EPUB is a zip of pages."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any, cast

from contamination.corpora.batch import Batch
from contamination.corpora.byte_streams import byte_source
from contamination.corpora.byte_streams.byte_source import ByteSource, one_line, shown_name
from contamination.corpora.read_stats import ReadStats
from exams.files.unpack_faults import UNPACK_FAULTS

IN_MEMORY = 64 << 20  # a member of this size or less is taken into memory, where it can be read in any order
ReadMember = Callable[[ByteSource, IO[bytes] | None, int], Iterator[Batch]]  # source, seekable bytes or None, size
NO_MEMBER = "its index names no member"


def read_tar(source: ByteSource, read_stats: ReadStats, read_member: ReadMember) -> Iterator[Batch]:
    """Batches of the members, in order; the archive itself may be packed."""
    before, whole, members = read_stats.bytes, 0, 0
    try:
        with tarfile.open(fileobj=cast(IO[bytes], _Stream(source)), mode="r|", errorlevel=0) as archive:
            for member in archive:
                members += 1
                name = f"{source.file}!/{shown_name(member.name)}"
                if member.isdir():
                    continue
                packed = archive.extractfile(member) if member.isreg() else None
                if packed is None:
                    read_stats.skip("not a regular file", name)
                    continue
                yield from _member(packed, name, member.size, read_stats, read_member)
                whole += member.size
    except UNPACK_FAULTS as error:
        if not source.broken:
            read_stats.skip("damaged or truncated file", source.file, detail=one_line(str(error)), unread=None)
        members += 1
    if not members:
        read_stats.skip("empty file", source.file, detail=NO_MEMBER)
    read_stats.bytes = before + whole


def read_zip(raw: IO[bytes], file: str, size: int, read_stats: ReadStats, read_member: ReadMember) -> Iterator[Batch]:
    """Batches of the members, in the order of the archive's index."""
    whole = 0
    try:
        with zipfile.ZipFile(raw) as archive:
            if not archive.infolist():
                read_stats.skip("damaged or truncated file", file, detail=NO_MEMBER, unread=size)
            for info in archive.infolist():
                name = f"{file}!/{shown_name(info.filename)}"
                whole += info.file_size
                if info.is_dir():
                    continue
                if info.file_size > byte_source.RATIO_FROM and info.file_size > byte_source.RATIO_LIMIT * max(
                    1, info.compress_size
                ):
                    detail = f"unpacks more than {byte_source.RATIO_LIMIT} times its size; it was not read"
                    read_stats.skip("compression bomb", name, detail=detail, unread=info.file_size)
                    continue
                if whole > byte_source.RATIO_FROM and whole > byte_source.RATIO_LIMIT * max(1, size):
                    read_stats.skip("compression bomb", file, detail="the rest was not read", unread=info.file_size)
                    return
                try:
                    packed = archive.open(info)
                except UNPACK_FAULTS as error:
                    read_stats.skip("cannot be read", name, detail=one_line(str(error)), unread=info.file_size)
                    continue
                with packed:
                    yield from _member(packed, name, info.file_size, read_stats, read_member)
    except UNPACK_FAULTS as error:
        read_stats.skip("damaged or truncated file", file, detail=one_line(str(error)), unread=size)


def _member(packed: IO[bytes], name: str, size: int, read_stats: ReadStats, read_member: ReadMember) -> Iterator[Batch]:
    raw: Any = packed
    if size <= IN_MEMORY:
        try:
            raw = io.BytesIO(packed.read())
        except Exception as error:  # each packing has errors of its own; all mean "damaged here"
            read_stats.skip("damaged or truncated file", name, detail=one_line(str(error)), unread=size)
            return
    source = ByteSource(name, read_stats, raw)
    yield from read_member(source, raw if size <= IN_MEMORY else None, size)


class _Stream:
    """What tarfile wants of a file."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source

    def read(self, size: int = -1) -> bytes:
        return self._source.read(size)
