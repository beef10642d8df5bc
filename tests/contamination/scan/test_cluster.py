"""A Dask scheduler and two workers, each a process of its own, one of them killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import orjson
import pytest

from contamination.corpora.fields import Fields
from contamination.plan import AuditConfig
from contamination.scan.cluster import cluster_workers
from contamination.scan.engine import Engine
from contamination.scan.scan_shard import Task
from contamination.scan.scan_shards import scan_shards
from contamination.types import Item

distributed = pytest.importorskip("distributed")

ITEMS = tuple(
    Item(id=f"q{n}", question=f"Which of the {n} harbours on the northern coast was open that winter?")
    for n in range(20)
)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> None:
        command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
        log = (tmp_path / f"{len(started)}.log").open("wb")
        started.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=tmp_path))
        log.close()

    file = tmp_path / "scheduler.json"
    start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    deadline = time.monotonic() + 30
    while not file.is_file() or not file.read_bytes():
        assert time.monotonic() < deadline, "the scheduler did not start"
        time.sleep(0.05)
    address = orjson.loads(file.read_bytes())["address"]
    for _ in range(2):
        start("dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1")
    try:
        with distributed.Client(address) as client:
            client.wait_for_workers(2, timeout=30)
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_cluster_gives_the_same_though_a_worker_dies(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    address, workers = cluster
    corpus = tmp_path / "corpus.jsonl"
    lines = [
        {"id": n, "text": ("ships and tides " * 30) + (ITEMS[n % 20].question if n % 7 == 0 else "")}
        for n in range(4000)
    ]
    corpus.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    task = Task(key="cluster", build=partial(Engine, ITEMS, AuditConfig()), fields=Fields())
    alone = scan_shards(task, [corpus], shard_bytes=40_000)
    seen: list[float] = []

    def kill_in_the_middle(progress: object) -> None:
        seen.append(time.monotonic())
        if len(seen) == 5:
            os.kill(workers[0].pid, signal.SIGKILL)

    with cluster_workers(address) as hands:
        assert hands.count == 2
        result = scan_shards(task, [corpus], shard_bytes=40_000, workers=hands, progress=kill_in_the_middle)
    assert workers[0].wait(10) == -signal.SIGKILL and workers[1].poll() is None
    assert len(seen) > 20
    assert (Engine(ITEMS, AuditConfig()).results(result[0]), result[1]) == (
        Engine(ITEMS, AuditConfig()).results(alone[0]),
        alone[1],
    )
