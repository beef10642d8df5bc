"""Cut a corpus into shards: pieces of work of about the same size that can be read apart and done again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from contamination.corpora.byte_streams.byte_source import ByteSource, open_raw
from contamination.corpora.byte_streams.patient_file import SILENCE, within
from contamination.corpora.file_list import filesystem
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.sniff import sniff

SHARD_BYTES = 128 << 20  # about half a second of scanning: short enough to lose, long enough to hide its start


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or of a plain JSONL file the lines that start at byte `start` ≤ b < `stop`, or Parquet row groups.

    `size` and `modified` (text, as the file system tells it) say whether the file is still the same.
    """

    file: str
    start: int = 0
    stop: int | None = None
    size: int = -1
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Shard:
    """Parts that are read by one task, in order."""

    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Bytes as they lie on the disk, as far as known."""
        return sum(p.size if p.stop is None else p.stop - p.start for p in self.parts if p.size > 0)


def shards_of(files: Iterable[str], shard_bytes: int = SHARD_BYTES) -> Iterator[Shard]:
    """Shards in the order of the files. The cut depends on the files alone, never on the number of workers."""
    small: list[Part] = []
    for file in files:
        parts = parts_of(file, shard_bytes)
        if len(parts) > 1:
            if small:
                yield Shard(tuple(small))
                small = []
            yield from (Shard((part,)) for part in parts)
            continue
        small.extend(parts)
        if sum(max(p.size, 0) for p in small) >= shard_bytes or len(small) >= 1000:
            yield Shard(tuple(small))
            small = []
    if small:
        yield Shard(tuple(small))


def parts_of(file: str, shard_bytes: int) -> list[Part]:
    """One part, or several where a large file can be entered in the middle."""
    size, modified = state_of(file)
    if size <= shard_bytes:
        return [Part(file, size=size, modified=modified)]
    try:
        kind, compression = _kind(file)
        if kind == "jsonl" and not compression:
            cuts = [*range(0, size, shard_bytes), size]
        elif kind == "parquet":
            cuts = _row_group_cuts(file, shard_bytes)
        else:
            cuts = []
    except Exception:  # whatever is wrong with the file, reading it will tell; here it is only not cut
        cuts = []
    if len(cuts) < 3:
        return [Part(file, size=size, modified=modified)]
    return [Part(file, a, b, size, modified) for a, b in pairwise(cuts)]


def state_of(file: str) -> tuple[int, str]:
    """(size in bytes or -1, a text that changes when the file does)."""
    try:
        if file.startswith("hf:"):
            return -1, ""
        if "://" not in file:
            status = Path(file).stat()
            return status.st_size, str(status.st_mtime_ns)
        fs, path = filesystem(file)
        info = within(SILENCE, "the server", lambda: fs.info(path))
    except Exception:  # storages have errors of their own; an unknown state is simply not resumed from
        return -1, ""
    stamp = next((info[k] for k in ("ETag", "etag", "md5Hash", "mtime", "LastModified", "created") if info.get(k)), "")
    return int(info.get("size") or 0), str(stamp)


def _kind(file: str) -> tuple[str, str]:
    source = ByteSource(file, ReadStats())
    try:
        return sniff(source.head, file)[0], source.compression
    finally:
        source.close()


def _row_group_cuts(file: str, shard_bytes: int) -> list[int]:
    import pyarrow.parquet as pq

    with open_raw(file) as raw:
        metadata = pq.ParquetFile(raw).metadata
    cuts, size = [0], 0
    for group in range(metadata.num_row_groups):
        size += metadata.row_group(group).total_byte_size
        if size >= shard_bytes:
            cuts.append(group + 1)
            size = 0
    return cuts if cuts[-1] == metadata.num_row_groups else [*cuts, metadata.num_row_groups]
