"""Files inside a zip archive or a folder, by their names within it: bounded, and never a path outside."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from exams.files.unpack_faults import UNPACK_FAULTS
from exams.loaders.source import Source

_MOST_FILES = 50_000
_MOST_BYTES = 64 * 2**20
_MOST_TOTAL = 256 * 2**20
_MOST_RATIO = 200


class PackedFiles:
    """Names and bytes. `resolve` follows a reference from one file to another and refuses to leave the package."""

    def __init__(self, source: Source, archive: zipfile.ZipFile | None, folder: Path | None) -> None:
        self._source, self._archive, self._folder = source, archive, folder
        self._total = 0
        self._known = frozenset(archive.namelist()) if archive else frozenset()

    def __contains__(self, name: str) -> bool:
        if self._archive is not None:
            return name in self._known
        return self._path(name) is not None

    def names(self) -> list[str]:
        """All names, sorted."""
        if self._archive is not None:
            return sorted(n for n in self._known if not n.endswith("/"))
        folder = self._folder or Path()
        return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())

    def resolve(self, base: str, reference: str) -> str:
        """Name of the file that `reference` means in the file `base`. InputError if it leads out of the package."""
        name = posixpath.normpath(posixpath.join(posixpath.dirname(base), reference.replace("\\", "/")))
        if name.startswith(("../", "/")) or name == ".." or "\0" in name:
            raise self._source.fault(f"refers to {reference[:80]!r}, outside the package", place=f"({base})")
        return name

    def read(self, name: str) -> bytes:
        """Content of a file. InputError if it is missing, too large, or packed beyond reason."""
        if self._archive is None:
            path = self._path(name)
            data = b"" if path is None else path.read_bytes()[: _MOST_BYTES + 1]
            missing = path is None
        else:
            missing = name not in self._known
            data = b"" if missing else self._unpack(name)
        if missing:
            raise self._source.fault(f"{name[:120]!r} is named but not in the package")
        self._total += len(data)
        if len(data) > _MOST_BYTES or self._total > _MOST_TOTAL:
            raise self._source.fault("unpacks to more than 64 MiB a file or 256 MiB in all", place=f"({name})")
        return data

    def _path(self, name: str) -> Path | None:
        if self._folder is None:
            return None
        root = self._folder.resolve()
        path = (root / name).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None

    def _unpack(self, name: str) -> bytes:
        if self._archive is None:
            return b""
        info = self._archive.getinfo(name)
        if info.file_size > 2**20 and info.file_size > _MOST_RATIO * max(info.compress_size, 1):
            raise self._source.fault(f"packed more than {_MOST_RATIO} times over", place=f"({name})")
        try:
            with self._archive.open(info) as file:
                return file.read(_MOST_BYTES + 1)
        except UNPACK_FAULTS as error:
            raise self._source.fault(f"cannot be unpacked: {error}", place=f"({name})") from None


def holds_manifest(source: Source) -> bool:
    """Whether a zip archive has an imsmanifest.xml at its top, or in its only folder."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            return manifest_name(archive.namelist()) is not None
    except UNPACK_FAULTS:
        return True  # let the reader say what is wrong with it


def manifest_name(names: Iterable[str]) -> str | None:
    """The manifest nearest to the top."""
    found = [n for n in names if n.rpartition("/")[2] == "imsmanifest.xml"]
    return min(found, key=lambda n: n.count("/"), default=None)


@contextmanager
def packed_files(source: Source) -> Iterator[PackedFiles]:
    """Open a zip archive or a folder as a package."""
    if source.path.is_dir():
        yield PackedFiles(source, None, source.path)
        return
    try:
        archive = zipfile.ZipFile(source.path)
    except UNPACK_FAULTS as error:
        raise source.fault(f"not a zip archive: {error}", hint="fetch the file again") from None
    with archive:
        if len(archive.infolist()) > _MOST_FILES:
            raise source.fault(f"holds more than {_MOST_FILES} files")
        yield PackedFiles(source, archive, None)
