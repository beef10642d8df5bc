"""Hold folders while several files of them that belong together are written and read again."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


@contextmanager
def one_writer(folders: Iterable[Path]) -> Iterator[None]:
    """Wait until no other process is inside for any of these folders, which must exist; then be the only one.

    A process that ends or is killed lets go. Where a file system has no locks, nobody waits. Not to be nested.
    """
    with ExitStack() as held:
        for folder in sorted({f.resolve() for f in folders}):  # in one order, so that no two wait for each other
            with suppress(OSError):
                descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
                held.callback(os.close, descriptor)
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
