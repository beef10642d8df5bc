"""The members of a zip whose parts are packed with Zstandard, which Python's own zipfile knows from 3.14 on."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard

from exams.errors import InputError
from exams.files.unpack_faults import UNPACK_FAULTS

_FAULTS: tuple[type[Exception], ...] = (zstandard.ZstdError, *UNPACK_FAULTS)
_ZSTANDARD = 93  # method number in PKWARE's APPNOTE 6.3.8
_LOCAL_HEADER = 30  # bytes before the member's name
MOST_MEMBER = 128 * 2**20  # bytes unpacked
MOST_TOTAL = 4 * 2**30
MOST_RATIO = 50  # times its own size that an archive may unpack to: text packs five to twenty times
RATIO_FROM = 256 * 2**20  # bytes; below, any ratio is borne


def members(path: Path, most_total: int = MOST_TOTAL) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file, in the archive's order.

    InputError for a broken archive, and for one that unpacks to more than 128 MiB a member, `most_total` bytes in all,
    or so much more than its own size that it was made to.
    """
    total = 0
    try:
        most = min(most_total, max(RATIO_FROM, MOST_RATIO * path.stat().st_size))
        with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
            for info in archive.infolist():
                if info.is_dir():
                    continue
                total += info.file_size
                if info.file_size > MOST_MEMBER or total > most:
                    what = f"unpacks to more than {MOST_MEMBER >> 20} MiB a file or {most >> 20} MiB in all"
                    hint = "split it; a log can be written as .json instead"
                    raise InputError(f"{what} ({info.filename[:80]!r})", where=path, hint=hint)
                yield info.filename, _unpacked(archive, info, raw)
    except _FAULTS as error:
        what = " ".join(str(error).split())[:120] or type(error).__name__
        raise InputError(f"an archive that cannot be read ({what})", where=path, hint="is it cut short?") from None


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, raw: BinaryIO) -> bytes:
    if info.compress_type != _ZSTANDARD:
        return archive.read(info)
    raw.seek(info.header_offset)
    header = raw.read(_LOCAL_HEADER)
    name, extra = struct.unpack("<HH", header[26:30])
    raw.seek(info.header_offset + _LOCAL_HEADER + name + extra)
    packed = raw.read(info.compress_size)
    data = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(packed)).read(info.file_size + 1)
    if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
        raise zipfile.BadZipFile(f"{info.filename[:80]} is damaged")
    return data
