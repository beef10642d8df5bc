"""Shards on a Dask cluster. Needs `examsim[cluster]` here and examsim on every worker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from contamination.scan.scan_shard import Task
from contamination.scan.workers import Workers
from exams.errors import InputError

WAIT_SECONDS = 10


@contextmanager
def cluster_workers(address: str) -> Iterator[Workers]:
    """The workers of a running scheduler, e.g. `tcp://host:8786`. InputError if it can't be reached or has none.

    Corpus files must have the same paths on the workers: a shared file system, or URLs. A worker that dies is made
    good by Dask, which gives its shard to another.
    """
    try:
        from distributed import Client
    except ImportError:
        raise InputError("Dask is not installed", hint="pip install 'examsim[cluster]'") from None
    try:
        connect: Any = Client  # Dask is not typed
        client = connect(address, timeout=WAIT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        words = " ".join(str(error).split())[:160]
        raise InputError(f"no Dask scheduler there: {words}", where=address, hint="check --cluster ADDRESS") from None
    try:
        threads = sum(client.nthreads().values())
        if not threads:
            raise InputError("the cluster has no workers", where=address, hint=f"start one: dask worker {address}")

        def hand_over(task: Task) -> Any:
            return client.scatter(task, broadcast=True, hash=False)

        yield Workers(count=threads, executor=client.get_executor(pure=False), hand_over=hand_over, elsewhere=True)
    finally:
        client.close()
