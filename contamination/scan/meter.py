"""Counts of a scan while it goes on, from this process, from results, and from processes that share an array."""

from __future__ import annotations

import time
from collections.abc import Callable
from ctypes import c_longlong
from multiprocessing.context import BaseContext
from typing import Any

from contamination.corpora.read_stats import ReadStats
from contamination.scan.progress import Progress

Counts = tuple[int, int, int, int, int]  # documents, bytes, files, hits, bytes on the disk
NONE: Counts = (0, 0, 0, 0, 0)


def counts_of(read_stats: ReadStats, hits: int) -> Counts:
    """What a tally has counted so far."""
    return (read_stats.documents, read_stats.bytes, read_stats.files, hits, read_stats.raw)


class Meter:
    """Adds up what is `done`, what is under way here and what the processes of a pool have told; tells it on."""

    def __init__(self, tell: Callable[[Progress], None] | None, whole: int) -> None:
        self._tell, self._whole, self._start = tell, whole, time.monotonic()
        self._done = self._here = self._pool = NONE

    def here(self, counts: Counts) -> None:
        """Counts of the shard that this process is scanning."""
        self._here = counts
        self._show()

    def pool(self, counts: Counts) -> None:
        """Counts of all shards that the pool has scanned, whole or in part."""
        self._pool = counts
        self._show()

    def done(self, counts: Counts, size: int) -> None:
        """Counts of a finished shard of `size` bytes on the disk that no pool has told of."""
        self._here = NONE
        self._done = _sum(self._done, (*counts[:4], size))
        self._show()

    def _show(self) -> None:
        if self._tell is None:
            return
        documents, size, files, hits, raw = _sum(_sum(self._done, self._here), self._pool)
        share = min(1.0, raw / self._whole) if self._whole else None
        self._tell(Progress(documents, size, files, hits, time.monotonic() - self._start, share))


class SharedCounts:
    """Counts that the processes of a pool add to and their parent reads."""

    def __init__(self, context: BaseContext) -> None:
        self._array: Any = context.Array(c_longlong, 5)

    def add(self, before: Counts, after: Counts) -> None:
        """Add what came between two looks at one shard's counts."""
        with self._array.get_lock():
            for i, (old, new) in enumerate(zip(before, after, strict=True)):
                self._array[i] += new - old

    def read(self) -> Counts:
        """The counts of all processes together."""
        documents, size, files, hits, raw = self._array[:]
        return (documents, size, files, hits, raw)


def _sum(one: Counts, other: Counts) -> Counts:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3], one[4] + other[4])
