"""Who scans the shards: processes of this machine, or an executor that the caller brings (Dask, or any other)."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from contamination.corpora.shards import Shard
from contamination.scan.manifest import Manifest
from contamination.scan.meter import NONE, Counts, Meter, SharedCounts, counts_of
from contamination.scan.scan_shard import Result, Task, scan_shard
from exams.errors import ExamsimError

AHEAD = 3  # shards handed out for each worker, so that none waits for the next
LOOK_SECONDS = 0.5  # between two looks at the counts of a pool


@dataclass(frozen=True, slots=True)
class Workers:
    """`count` processes of this machine, or an executor of the caller's with about that many workers.

    `elsewhere`: the executor's workers are other machines. `hand_over` may turn the task into something cheaper to
    send (a Dask future); the executor resolves it.
    """

    count: int = 1
    executor: Executor | None = None
    hand_over: Callable[[Task], Any] | None = None
    elsewhere: bool = False


def results_in_order(
    task: Task, shards: Sequence[Shard], workers: Workers, manifest: Manifest, meter: Meter
) -> Iterator[Result]:
    """Results in the order of the shards. A few shards are handed out ahead; memory is flat in the corpus."""
    waiting: deque[tuple[Shard, Result | Future[Result]]] = deque()
    queue = iter(shards)
    with _executor(task, workers) as (executor, handed, shared):
        try:
            while True:
                while len(waiting) < AHEAD * workers.count and (shard := next(queue, None)) is not None:
                    waiting.append((shard, manifest.kept(shard) or executor.submit(_scan, handed, shard)))
                if not waiting:
                    return
                shard, result = waiting.popleft()
                if isinstance(result, Result):
                    meter.done(counts_of(result.read_stats, result.hits), shard.size)
                else:
                    result = _finished(result, shared, meter)
                    manifest.keep(shard, result)
                    if shared is None:
                        meter.done(counts_of(result.read_stats, result.hits), shard.size)
                yield result
        except BrokenExecutor:
            raise ExamsimError(
                "a worker process was ended from outside (out of memory?) -- run the same command again, it goes on "
                "from the finished shards; fewer --workers need less memory"
            ) from None
        finally:
            for _, result in waiting:
                if not isinstance(result, Result):
                    result.cancel()


def _finished(future: Future[Result], shared: SharedCounts | None, meter: Meter) -> Result:
    """Wait for a result, telling the pool's counts in the meantime."""
    while shared is not None and not future.done():
        try:
            future.result(LOOK_SECONDS)
        except TimeoutError:
            meter.pool(shared.read())
    result = future.result()
    if shared is not None:
        meter.pool(shared.read())
    return result


@contextmanager
def _executor(task: Task, workers: Workers) -> Iterator[tuple[Executor, Any, SharedCounts | None]]:
    """(executor, what to send with each shard, counts under way); a pool of our own is closed at the end."""
    if workers.executor is not None:
        handed = task if workers.hand_over is None else workers.hand_over(task)
        yield workers.executor, handed, None
        return
    # Fresh interpreters: a fork would copy the locks of Arrow's and OpenBLAS's threads in whatever state they are.
    spawn = multiprocessing.get_context("spawn")
    shared = SharedCounts(spawn)
    others = max(1, workers.count - 1)
    pool = ProcessPoolExecutor(others, spawn, initializer=_prepare, initargs=(task, shared))
    executor = pool if workers.count == 1 else _PoolAndSelf(pool, others, task, shared)
    try:
        yield executor, None, shared
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


class _PoolAndSelf(Executor):
    """A pool and this process itself, which would only wait otherwise, and needs the engine at the end anyway.

    Of a scan little needs Python's lock, so a thread will do.
    """

    def __init__(self, pool: Executor, others: int, task: Task, shared: SharedCounts) -> None:
        self._pool, self._others, self._task, self._shared = pool, others, task, shared
        self._self = ThreadPoolExecutor(1, "scan")
        self._mine: list[Future[Result]] = []
        self._theirs: list[Future[Result]] = []

    def submit(self, function: Any, /, *given: Any, **more: Any) -> Future[Any]:
        """Hand a shard to whoever has the least to do."""
        self._mine = [f for f in self._mine if not f.done()]
        self._theirs = [f for f in self._theirs if not f.done()]
        if len(self._mine) * self._others >= len(self._theirs) + self._others:
            self._theirs.append(self._pool.submit(function, *given, **more))
            return self._theirs[-1]
        self._mine.append(self._self.submit(scan_shard, self._task, given[-1], _Teller(self._shared)))
        return self._mine[-1]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End both."""
        self._self.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)


_task: Task | None = None
_shared: SharedCounts | None = None


def _prepare(task: Task, shared: SharedCounts) -> None:
    global _task, _shared
    _task, _shared = task, shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer: it lets shards finish


def _scan(handed: Task | None, shard: Shard) -> Result:
    task = handed or _task
    assert task is not None, "the pool's initializer has run"
    return scan_shard(task, shard, None if _shared is None or handed is not None else _Teller(_shared))


class _Teller:
    """Adds what is new in one shard's counts to those of the pool."""

    def __init__(self, shared: SharedCounts) -> None:
        self._shared, self._told = shared, NONE

    def __call__(self, counts: Counts) -> None:
        self._shared.add(self._told, counts)
        self._told = counts
