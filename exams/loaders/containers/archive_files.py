"""Zip and tar archives of question files, unpacked into a folder of their own: bounded, names kept inside it."""

from __future__ import annotations

import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from exams.files.unpack_faults import UNPACK_FAULTS
from exams.loaders.source import Source

_MOST_FILES = 2_000
_MOST_BYTES = 256 * 2**20
_MOST_RATIO = 150
_CHUNK = 2**20


def is_archive(source: Source) -> bool:
    """A plain zip, or a tar, packed or not."""
    name = source.path.name.lower()
    tar = source.path.is_file() and (name.endswith((".tar", ".tar.gz", ".tgz", ".tar.bz2", ".mbz")) or _is_tar(source))
    return tar or source.head[:4] == b"PK\x03\x04"


def _is_tar(source: Source) -> bool:
    return source.head[257:262] == b"ustar"


def unpack(source: Source, folder: Path) -> None:
    """Put the regular files of an archive into `folder`. InputError for one that is broken, unpacks beyond 256 MiB or
    150 times over, or names files outside of itself."""
    count = total = 0
    most = min(_MOST_BYTES, max(_MOST_RATIO * source.path.stat().st_size, 2**24))
    try:
        for name, file in _members(source):
            count += 1
            path = _inside(source, folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as target:
                while chunk := file.read(_CHUNK):
                    total += len(chunk)
                    if total > most or count > _MOST_FILES:
                        what = f"unpacks to more than {most >> 20} MiB, or {_MOST_FILES} files"
                        raise source.fault(what, hint="unpack it and give the files")
                    target.write(chunk)
    except UNPACK_FAULTS as error:
        what = " ".join(str(error).split())[:120] or type(error).__name__
        raise source.fault(
            f"an archive that cannot be unpacked ({what})", hint="unpack it and give the files"
        ) from None


def _members(source: Source) -> Iterator[tuple[str, IO[bytes]]]:
    if source.head[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(source.path) as archive:
            for info in archive.infolist():
                if not info.is_dir() and not _hidden(info.filename):
                    with archive.open(info) as file:
                        yield info.filename, file
        return
    with tarfile.open(source.path, "r:*") as tar:
        for member in tar:
            if member.isreg() and not _hidden(member.name):
                opened = tar.extractfile(member)
                if opened is not None:
                    with opened:
                        yield member.name, opened


def _hidden(name: str) -> bool:
    """What systems put into archives beside the files: '__MACOSX/', '.DS_Store', './._x'."""
    return any(
        part.startswith("__MACOSX") or (part.startswith(".") and part not in (".", ".."))
        for part in PurePosixPath(name).parts
    )


def _inside(source: Source, folder: Path, name: str) -> Path:
    pure = PurePosixPath(name.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or "\0" in name or re.match(r"[A-Za-z]:", name) or len(name) > 1000:
        raise source.fault(f"names {name[:80]!r}, outside the archive", hint="unpack it and give the files")
    return folder / pure
