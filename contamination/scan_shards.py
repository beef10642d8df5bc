"""Scan the shards of a corpus with one process, many, or any `concurrent.futures.Executor`: always the same result.

A shard is scanned by `Engine.scan` and gives `Findings`; findings add up. With a state folder every finished shard
is kept there, so that a scan that was killed goes on where it stood.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from contamination.corpora.batch import BATCH_BYTES, Batch
from contamination.corpora.fields import Fields
from contamination.corpora.file_list import list_files
from contamination.corpora.read_part import read_part
from contamination.corpora.shards import SHARD_BYTES, Shard, shards_of, state_of
from contamination.corpora.tally import Tally
from contamination.findings import Findings
from contamination.manifest import Manifest
from contamination.progress import Progress
from contamination.types import CorpusStats
from exams.errors import ExamsimError, InputError

AHEAD = 3  # shards handed out for each worker, so that none waits for the next


class Engine(Protocol):
    """Looks for questions in batches of texts."""

    def fresh(self) -> Findings:
        """Findings of nothing read yet."""

    def scan(self, batch: Batch, findings: Findings) -> int:
        """Add what stands in the batch; gives the number of hits (pairs of a question and a document)."""


Build = Callable[[], Engine]  # picklable, e.g. functools.partial(Engine, items, plan)
Told = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What every worker is told once. `key` names it: equal keys, equal results."""

    key: str
    build: Build
    fields: Fields
    batch_bytes: int = BATCH_BYTES


@dataclass(frozen=True, slots=True)
class Result:
    """Findings of one shard. Records of a file that is read in parts are numbered from the part's first line."""

    findings: Findings
    tally: Tally
    hits: int


@dataclass(frozen=True, slots=True)
class Workers:
    """Who does the work: `count` processes of this machine, or an executor of the caller's.

    `hand_over` may turn the task into something cheaper to send (a Dask future); the executor resolves it.
    """

    count: int = 1
    executor: Executor | None = None
    hand_over: Callable[[Task], Any] | None = None


def scan_shards(
    task: Task,
    corpus: Sequence[str | Path],
    *,
    workers: Workers | None = None,
    state: Path | None = None,
    shard_bytes: int = SHARD_BYTES,
    progress: Told | None = None,
) -> tuple[Findings, CorpusStats]:
    """Findings and counts of the whole corpus. InputError if a path leads to nothing.

    Shards are cut by the files alone and their results added in order, so that neither the number of workers nor
    the order in which they finish can be seen in the result.
    """
    total, start = Tally(), time.monotonic()
    shards = list(shards_of(list_files(corpus, total), shard_bytes))
    manifest = Manifest.open(state, task.key, shards)
    findings: Findings | None = None
    hits, lines, done = 0, Counter[str](), 0
    whole = sum(s.size for s in shards)

    def tell(tally: Tally, found: int) -> None:
        if progress is not None:
            progress(
                Progress(
                    documents=total.documents + tally.documents,
                    bytes=total.bytes + tally.bytes,
                    files=total.files + tally.files,
                    hits=hits + found,
                    seconds=time.monotonic() - start,
                    share=min(1.0, (done + tally.raw) / whole) if whole else None,
                )
            )

    for shard, result in _results(task, shards, workers or Workers(), manifest, tell):
        done += shard.size
        _put_lines_right(result, lines)
        total.add(result.tally, lines)
        lines.update(result.tally.lines)
        hits += result.hits
        if findings is None:
            findings = result.findings
        else:
            findings.merge(result.findings)
        tell(Tally(), 0)
    if findings is None or total.files == 0:
        told = str(total.problems[0]) if total.problems else "no file"
        raise InputError(f"nothing of the corpus could be read: {told}", mend="check paths and rights")
    return findings, total.stats()


def scan_shard(task: Task, shard: Shard, tell: Callable[[Tally, int], None] | None = None) -> Result:
    """Scan one shard in this process; the engine is built once for each key."""
    engine = engine_of(task)
    findings, tally, hits = engine.fresh(), Tally(), 0
    for part in shard.parts:
        for batch in read_part(part, task.fields, tally, task.batch_bytes):
            if len(batch):
                with _one_at_a_time:  # a cluster's worker may run threads; an engine has room for one scan
                    hits += engine.scan(batch, findings)
            if tell is not None:
                tell(tally, hits)
        if part.modified and state_of(part.file) != (part.size, part.modified):
            tally.skip("changed while it was read", part.file)
    return Result(findings, tally, hits)


_built: dict[str, Engine] = {}
_one_at_a_time = threading.Lock()


def engine_of(task: Task) -> Engine:
    """The task's engine, built once in each process."""
    with _one_at_a_time:
        if task.key not in _built:
            _built.clear()  # one engine at a time: it may be large
            _built[task.key] = task.build()
        return _built[task.key]


def _results(
    task: Task, shards: Sequence[Shard], workers: Workers, manifest: Manifest, tell: Callable[[Tally, int], None]
) -> Iterator[tuple[Shard, Result]]:
    """Results in the order of the shards, those that are kept from an earlier run included."""
    if workers.executor is None and (workers.count < 2 or len(shards) < 2):
        for shard in shards:
            result = manifest.kept(shard)
            if result is None:
                result = scan_shard(task, shard, tell)
                manifest.keep(shard, result)
            yield shard, result
        return
    with _executor(task, workers) as (executor, handed, count):
        yield from _in_order(executor, handed, shards, manifest, ahead=AHEAD * count)


def _in_order(
    executor: Executor, handed: Any, shards: Iterable[Shard], manifest: Manifest, *, ahead: int
) -> Iterator[tuple[Shard, Result]]:
    """Keep `ahead` shards with the workers and give results in order; memory is flat in the corpus."""
    waiting: deque[tuple[Shard, Result | Future[Result]]] = deque()
    queue = iter(shards)
    try:
        while True:
            while len(waiting) < ahead and (shard := next(queue, None)) is not None:
                kept = manifest.kept(shard)
                waiting.append((shard, kept or executor.submit(_remote, handed, shard)))
            if not waiting:
                return
            shard, result = waiting.popleft()
            if isinstance(result, Result):
                yield shard, result
                continue
            finished = result.result()
            manifest.keep(shard, finished)
            yield shard, finished
    except BrokenExecutor:
        raise ExamsimError(
            "a worker process was ended from outside (out of memory?) -- run the same command again: "
            "finished shards are kept with --state; fewer --workers need less memory"
        ) from None
    finally:
        for _, result in waiting:
            if not isinstance(result, Result):
                result.cancel()


_task: Task | None = None


def _prepare(task: Task) -> None:
    global _task
    _task = task


def _remote(handed: Task | None, shard: Shard) -> Result:
    task = handed or _task
    assert task is not None, "the pool's initializer has run"
    return scan_shard(task, shard)


@contextmanager
def _executor(task: Task, workers: Workers) -> Iterator[tuple[Executor, Any, int]]:
    """(executor, what to send with each shard, number of workers); a pool of our own is closed at the end."""
    if workers.executor is not None:
        handed = task if workers.hand_over is None else workers.hand_over(task)
        yield workers.executor, handed, max(workers.count, 2)
        return
    # Fresh interpreters: a fork would copy the locks of Arrow's and OpenBLAS's threads in whatever state they are.
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers.count, spawn, initializer=_prepare, initargs=(task,))
    try:
        yield pool, None, workers.count
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _put_lines_right(result: Result, lines: Counter[str]) -> None:
    """Add to every record number the lines of the same file that earlier shards have passed."""
    for item, found in result.findings.evidence.items():
        if any(lines[e.file] for e in found):
            moved = [e.model_copy(update={"record": e.record + lines[e.file]}) for e in found]
            result.findings.evidence[item] = moved
