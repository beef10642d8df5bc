"""Write a file whole or not at all: to a temporary name beside it, then rename.

A process that is killed leaves its temporary file, which holds a lock as long as its writer lives; the next write of
the same file takes such leavings away.
"""

from __future__ import annotations

import fcntl
import glob
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from exams.errors import InputError


@contextmanager
def atomic_write(path: Path, *, durable: bool = True) -> Iterator[IO[bytes]]:
    """Yield a binary file that becomes `path` when the block ends well; a failed write leaves `path` as it was.

    durable: on the disk before it gets its name, so that it outlives a loss of power too; not worth its time for
    what a command makes anew from other files, as reports are.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = _locked_file_beside(path)
    except OSError as error:
        raise InputError(f"cannot write here: {error.strerror}", where=path, hint="choose a writable folder") from None
    _take_away_leavings(path)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except OSError as error:
        hint = "a folder has this name: choose another" if path.is_dir() else "free some disk space"
        raise InputError(f"cannot write: {error.strerror}", where=path, hint=hint) from None
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _locked_file_beside(path: Path) -> tuple[int, str]:
    """A temporary file that its writer holds; made again where another writer took it before it was locked."""
    while True:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        except OSError:  # a file system without locks: nobody takes leavings away there
            return descriptor, name
        if os.fstat(descriptor).st_nlink:
            return descriptor, name
        os.close(descriptor)


def _take_away_leavings(path: Path) -> None:
    """Remove temporary files of `path` that no living process holds."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        with suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def write_text(path: Path, text: str, *, durable: bool = True) -> None:
    """Write UTF-8 text atomically. Lone surrogates, which a model may send, become "?"."""
    with atomic_write(path, durable=durable) as file:
        file.write(text.encode("utf-8", "replace"))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
