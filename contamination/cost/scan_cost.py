"""What it would cost to scan files: their bytes, and the speed measured on a sample of them on this machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path, PurePath

from contamination.corpora.batch import BATCH_BYTES
from contamination.corpora.fields import Fields
from contamination.corpora.file_list import list_files
from contamination.corpora.read_part import read_part
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.shards import Part, state_of
from contamination.scan.engine import Engine

SAMPLES = 8  # files of one ending, spread evenly over the bytes
OF_A_FILE = 16_000_000  # unpacked bytes read of one, at most
SECONDS = 4.0  # of CPU that the whole sample may take
HEAD = 3 << 19  # packed bytes: a file of which no more was read tells no ratio


@dataclass(frozen=True, slots=True)
class KindCost:
    """Files of one ending. `disk`: their bytes as they lie there.

    Of the sample: its `sampled_disk` bytes unpacked to `sampled` bytes and took `cpu` seconds of one core, reading,
    unpacking and all rules together.
    """

    ending: str
    files: int
    disk: int
    sampled: int = 0
    sampled_disk: int = 0
    cpu: float = 0.0


@dataclass(frozen=True, slots=True)
class ScanCost:
    """`unknown`: files and data sets whose size is not known, and is not counted. `ready`: seconds of CPU that each
    process needs before its first document. `unreadable`: files that were to be in the sample and told nothing.

    An ending of which no file could be sampled is reckoned like all others together.
    """

    kinds: tuple[KindCost, ...]
    unknown: int
    ready: float
    unreadable: tuple[str, ...] = ()

    @property
    def files(self) -> int:
        """All of them."""
        return self.unknown + sum(kind.files for kind in self.kinds)

    @property
    def disk(self) -> int:
        """Bytes as they lie there."""
        return sum(kind.disk for kind in self.kinds)

    @property
    def sampled(self) -> int:
        """Unpacked bytes of the sample."""
        return sum(kind.sampled for kind in self.kinds)

    @property
    def cpu(self) -> float:
        """Seconds that the sample took."""
        return sum(kind.cpu for kind in self.kinds)

    @property
    def unpacked(self) -> int:
        """Bytes after unpacking, by the sample's ratios."""
        return round(self._all(lambda kind: kind.sampled))

    @property
    def cpu_seconds(self) -> float:
        """Of one core, for all files of known size."""
        return self._all(lambda kind: kind.cpu)

    @property
    def not_sampled(self) -> tuple[str, ...]:
        """Endings of which nothing was sampled."""
        return tuple(kind.ending for kind in self.kinds if kind.disk and not kind.sampled_disk)

    def wall_seconds(self, processes: int) -> float:
        """With so many cores to themselves, if disk or network keep up."""
        return self.ready + self.cpu_seconds / processes

    def _all(self, of_sample: Callable[[KindCost], float]) -> float:
        """A figure of the sample, reckoned for all files: 0 where nothing was sampled."""
        whole = sum(kind.sampled_disk for kind in self.kinds)
        pooled = sum(of_sample(kind) for kind in self.kinds) / whole if whole else 0.0
        rates = ((k.disk, of_sample(k) / k.sampled_disk if k.sampled_disk else pooled) for k in self.kinds)
        return sum(disk * rate for disk, rate in rates)


def scan_cost(engine: Engine, ready: float, corpus: Sequence[str | Path], fields: Fields) -> ScanCost:
    """List all files, read a sample of each kind. InputError for a path that leads to nothing."""
    sizes = [(file, state_of(file)[0]) for file in list_files(corpus, ReadStats())]
    by_ending: dict[str, list[tuple[str, int]]] = {}
    for file, size in sizes:
        if size >= 0:
            by_ending.setdefault(PurePath(file).suffix.lower() or "(none)", []).append((file, size))
    unreadable: list[str] = []
    warmed = False
    kinds = []
    for ending, files in sorted(by_ending.items(), key=lambda e: -sum(size for _, size in e[1])):
        kind = KindCost(ending, len(files), sum(size for _, size in files))
        for file, size in _spread(files):
            if kind.cpu > SECONDS / len(by_ending):
                break
            if not warmed:  # what is compiled or loaded on first use is no part of the speed
                warmed = _read(engine, file, size, fields, BATCH_BYTES) is not None
            seen = _read(engine, file, size, fields, OF_A_FILE)
            if seen is None:
                unreadable.append(file)
            else:
                told = (kind.sampled + seen[0], kind.sampled_disk + seen[1], kind.cpu + seen[2])
                kind = KindCost(ending, kind.files, kind.disk, *told)
        kinds.append(kind)
    unknown = sum(size < 0 for _, size in sizes)
    return ScanCost(kinds=tuple(kinds), unknown=unknown, ready=ready, unreadable=tuple(unreadable))


def _spread(files: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Some of the files, evenly apart by their bytes."""
    ends = list(accumulate(size for _, size in files))
    if not ends or not ends[-1]:
        return []
    places = [ends[-1] * (2 * k + 1) / (2 * SAMPLES) for k in range(SAMPLES)]
    numbers = {next(n for n, end in enumerate(ends) if end >= place) for place in places}
    return [files[n] for n in sorted(numbers)]


def _read(engine: Engine, file: str, size: int, fields: Fields, most: int) -> tuple[int, int, float] | None:
    """(unpacked bytes, bytes on the disk, CPU seconds) of the beginning of a file; None where that can't be told."""
    read_stats, scan_state, rows, whole = ReadStats(), engine.new_state(), 0, True
    began = time.process_time()
    for batch in read_part(Part(file), fields, read_stats, BATCH_BYTES):
        if len(batch):
            engine.scan(batch, scan_state)
            rows = int(batch.records[-1]) + 1
        if read_stats.bytes >= most:
            whole = False
            break
    cpu = time.process_time() - began
    if not read_stats.bytes or not rows:
        return None
    if whole:
        return read_stats.bytes, size, cpu
    of_parquet = _rows_of_parquet(file)
    if of_parquet:
        return read_stats.bytes, max(1, round(size * rows / of_parquet)), cpu
    return (read_stats.bytes, read_stats.raw, cpu) if read_stats.raw > HEAD else None


def _rows_of_parquet(file: str) -> int:
    """Rows of a Parquet file; 0 for any other."""
    from contamination.corpora.byte_streams.byte_source import open_raw

    with open_raw(file) as raw:
        if raw.read(4) != b"PAR1":
            return 0
        import pyarrow.parquet as pq

        raw.seek(0)
        return int(pq.ParquetFile(raw).metadata.num_rows)
