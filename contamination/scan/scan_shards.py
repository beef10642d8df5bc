"""Scan the shards of a corpus with one process, many, or any `concurrent.futures.Executor`: always the same result.

A shard is scanned by `Engine.scan` and gives a `ScanState`; findings add up. With a state folder every finished shard
is kept there, so that a scan that was killed goes on where it stood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from contamination.corpora.file_list import absolute, list_files
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.shards import SHARD_BYTES, Shard, shards_of
from contamination.scan.manifest import Manifest
from contamination.scan.meter import Meter, counts_of
from contamination.scan.progress import Progress
from contamination.scan.scan_shard import Result, Task, scan_shard
from contamination.scan.workers import Workers, results_in_order
from contamination.scan_state import ScanState
from contamination.types import CorpusStats
from exams.errors import InputError


def scan_shards(
    task: Task,
    corpus: Sequence[str | Path],
    *,
    workers: Workers | None = None,
    state: Path | None = None,
    shard_bytes: int = SHARD_BYTES,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[ScanState, CorpusStats]:
    """Findings and counts of the whole corpus. InputError if a path leads to nothing or no document can be read.

    Shards are cut by the files alone and their results added in order, so that neither the number of workers nor
    the order in which they finish can be seen in the result.
    """
    total, lines, workers = ReadStats(), Counter[str](), workers or Workers()
    if workers.elsewhere:
        task, corpus = replace(task, elsewhere=True), [absolute(path) for path in corpus]
    shards = list(shards_of(list_files(corpus, total), shard_bytes))
    meter = Meter(progress, sum(shard.size for shard in shards))
    scan_state: ScanState | None = None
    for result in _results(task, shards, workers, Manifest.open(state, task.key, shards), meter):
        _put_lines_right(result, lines)
        total.add(result.read_stats, lines)
        lines.update(result.read_stats.lines)
        if scan_state is None:
            scan_state = result.scan_state
        else:
            scan_state.merge(result.scan_state)
    if scan_state is None or total.documents == 0:
        told = str(total.problems[0]) if total.problems else "it is empty"
        raise InputError(f"nothing of the corpus could be read: {told}", hint="check paths, rights and --text-field")
    return scan_state, total.stats()


def _results(
    task: Task, shards: Sequence[Shard], workers: Workers, manifest: Manifest, meter: Meter
) -> Iterator[Result]:
    """Results in the order of the shards, those that are kept from an earlier run included."""
    if workers.executor is not None or (workers.count > 1 and len(shards) > 1):
        yield from results_in_order(task, shards, workers, manifest, meter)
        return
    for shard in shards:
        result = manifest.kept(shard)
        if result is None:
            result = scan_shard(task, shard, meter.here)
            manifest.keep(shard, result)
        meter.done(counts_of(result.read_stats, result.hits), shard.size)
        yield result


def _put_lines_right(result: Result, lines: Counter[str]) -> None:
    """Add to every record number the lines of the same file that earlier shards have passed."""
    for item, found in result.scan_state.evidence.items():
        if any(lines[e.file] for e in found):
            moved = [e.model_copy(update={"record": e.record + lines[e.file]}) for e in found]
            result.scan_state.evidence[item] = moved
