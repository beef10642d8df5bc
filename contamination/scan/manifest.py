"""Finished shards on the disk: what makes a scan go on where it was killed."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import orjson

from contamination.corpora.read_stats import ReadStats
from contamination.corpora.shards import Shard
from contamination.scan_state import ScanState
from exams.errors import InputError
from exams.files.atomic_write import atomic_write

if TYPE_CHECKING:
    from contamination.scan.scan_shard import Result

SCHEMA = "examsim.scan/1"


class Manifest:
    """A state folder: `manifest.json` names the work and its shards with the sizes and times of their files.

    A finished shard is `<name>.npz` (findings) and then `<name>.json` (counts); the name is a hash over the task and
    the state of the shard's files, so that a file that changed is scanned again. Every file is written whole.
    """

    def __init__(self, folder: Path | None, key: str) -> None:
        self._folder, self._key = folder, key

    @classmethod
    def open(cls, folder: Path | None, key: str, shards: Sequence[Shard]) -> Manifest:
        """Make or enter the state folder. InputError if it can't be written or belongs to something else."""
        manifest = cls(folder, key)
        if folder is None:
            return manifest
        head = folder / "manifest.json"
        if folder.is_dir():
            for part in folder.glob(".*.part"):  # what a kill in the middle of writing has left
                part.unlink(missing_ok=True)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())) and not head.is_file():
            raise InputError("the state folder holds other things", where=folder, hint="name a new or empty folder")
        listed = [{"name": manifest.name(s), "parts": [asdict(p) for p in s.parts]} for s in shards]
        with atomic_write(head) as file:
            file.write(json.dumps({"schema": SCHEMA, "task": key, "shards": listed}, indent=1).encode())
        return manifest

    def name(self, shard: Shard) -> str:
        """Name of a shard's files."""
        told = json.dumps([self._key, *(asdict(p) for p in shard.parts)])  # file names may be any bytes
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    def kept(self, shard: Shard) -> Result | None:
        """The result of a shard that was finished before, or None."""
        from contamination.scan.scan_shard import Result

        if self._folder is None or not all(p.modified for p in shard.parts):
            return None
        path = self._folder / f"{self.name(shard)}.json"
        try:
            counts = orjson.loads(path.read_bytes())
            return Result(
                ScanState.read(path.with_suffix(".npz")), ReadStats.from_json(counts["tally"]), counts["hits"]
            )
        except (OSError, EOFError, ValueError, KeyError, BadZipFile, zlib.error):  # torn, from a full disk say
            return None

    def keep(self, shard: Shard, result: Result) -> None:
        """Put a finished shard into the folder; a shard whose files have no known state is not kept."""
        if self._folder is None or not all(p.modified for p in shard.parts):
            return
        path = self._folder / f"{self.name(shard)}.json"
        result.scan_state.write(path.with_suffix(".npz"))
        with atomic_write(path) as file:
            file.write(orjson.dumps({"tally": result.read_stats.to_json(), "hits": result.hits}))


def clear_state(folder: Path) -> None:
    """Remove a state folder that this module made; its manifest last, so that a kill leaves one that is still known."""
    head = folder / "manifest.json"
    if not head.is_file():
        return
    for path in folder.iterdir():
        if path != head:
            path.unlink(missing_ok=True)
    head.unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def drop_if_bare(folder: Path) -> Iterator[None]:
    """Remove a state folder when the work in the block fails before any shard is finished."""
    try:
        yield
    except BaseException:
        if [p.name for p in folder.glob("*")] == ["manifest.json"]:
            clear_state(folder)
        raise
