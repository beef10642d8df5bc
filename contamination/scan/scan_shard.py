"""Scan one shard in this process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from contamination.corpora.batch import BATCH_BYTES, Batch
from contamination.corpora.byte_streams.byte_source import one_line, open_raw, shown_name
from contamination.corpora.fields import Fields
from contamination.corpora.read_part import read_part
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.shards import Part, Shard, state_of
from contamination.scan.meter import Counts, counts_of
from contamination.scan_state import ScanState
from exams.errors import InputError


class ScanEngine(Protocol):
    """Looks for questions in batches of texts."""

    def new_state(self) -> ScanState:
        """The state of nothing read yet."""

    def scan(self, batch: Batch, scan_state: ScanState) -> int:
        """Add what is in the batch; gives the number of hits (pairs of a question and a document)."""


Build = Callable[[], ScanEngine]  # picklable, e.g. functools.partial(Engine, items, plan)


@dataclass(frozen=True, slots=True)
class Task:
    """What every worker is told once. `key` names it: equal keys, equal results.

    `elsewhere`: on other machines, where a file that was listed here may be missing.
    """

    key: str
    build: Build
    fields: Fields
    batch_bytes: int = BATCH_BYTES
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The state of one shard. Records of a file that is read in parts are numbered from the part's first line."""

    scan_state: ScanState
    read_stats: ReadStats
    hits: int


def scan_shard(task: Task, shard: Shard, tell: Callable[[Counts], None] | None = None) -> Result:
    """Scan a shard, telling the counts after every batch. The engine is built once for each key."""
    engine = engine_of(task)
    scan_state, read_stats, hits = engine.new_state(), ReadStats(), 0
    for number, part in enumerate(shard.parts, 1):
        if task.elsewhere:
            _check_here(part)
        for batch in read_part(part, task.fields, read_stats, task.batch_bytes):
            if len(batch):
                with _one_at_a_time:  # a cluster's worker may run threads; an engine has room for one scan
                    hits += engine.scan(batch, scan_state)
            if tell is not None:
                tell(counts_of(read_stats, hits))
        read_stats.raw = Shard(shard.parts[:number]).size  # what was read ahead, or twice, is not counted
        if tell is not None:
            tell(counts_of(read_stats, hits))
        if part.modified and _changed(part):
            read_stats.skip("changed while it was read", shown_name(part.file))
    return Result(scan_state, read_stats, hits)


def _changed(part: Part) -> bool:
    """Whether the file is another than when it was listed; one whose state can't be told counts as unchanged."""
    state = state_of(part.file)
    return state != (-1, "") and state != (part.size, part.modified)


def _check_here(part: Part) -> None:
    """InputError if a file that the client has listed can't be opened by this worker."""
    if part.file.startswith("hf:"):
        return
    try:
        open_raw(part.file).close()
    except Exception as error:  # a storage's own errors too
        raise InputError(
            f"a worker cannot open this file: {one_line(str(error))}",
            where=shown_name(part.file),
            hint="the workers of a cluster need the same files under the same paths",
        ) from None


_built: dict[str, ScanEngine] = {}
_one_at_a_time = threading.Lock()


def engine_of(task: Task) -> ScanEngine:
    """The task's engine, built once in each process."""
    with _one_at_a_time:
        if task.key not in _built:
            _built.clear()  # one engine at a time: it may be large
            _built[task.key] = task.build()
        return _built[task.key]
