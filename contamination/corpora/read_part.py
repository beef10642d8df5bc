"""Read one part of a corpus, whatever it holds. What can't be read is counted and listed, and reading goes on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from contamination.corpora.batch import OVERLAP_BYTES, Batch
from contamination.corpora.byte_streams.byte_source import ByteSource, one_line, open_raw, shown_name
from contamination.corpora.chunks import characters
from contamination.corpora.fields import Fields
from contamination.corpora.json_lines.jsonl import read_jsonl
from contamination.corpora.read_source import read_source
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.shards import Part
from contamination.corpora.sniff import sniff


def read_part(part: Part, fields: Fields, read_stats: ReadStats, target_bytes: int) -> Iterator[Batch]:
    """Batches of a file, or of the part of it that is meant."""
    end = 0
    for batch in _batches(part, fields, read_stats, target_bytes):
        read_stats.characters += characters(batch.data) if batch.characters is None else batch.characters
        for i in np.flatnonzero(np.diff(batch.offsets) >= OVERLAP_BYTES):  # perhaps a piece of a long document
            start = int(batch.starts[i])
            read_stats.characters -= end - start if start else 0
            end = start + characters(batch.data[batch.offsets[i] : batch.offsets[i + 1]])
        yield batch


def _batches(part: Part, fields: Fields, read_stats: ReadStats, target_bytes: int) -> Iterator[Batch]:
    if part.file.startswith("hf:"):
        from contamination.corpora.hf_dataset import read_hf

        yield from read_hf(part.file, fields, read_stats, target_bytes)
        return
    try:
        source = ByteSource(part.file, read_stats)
    except Exception as error:  # a storage's own errors too: gone, forbidden, not reachable
        read_stats.skip(
            "cannot be read", shown_name(part.file), detail=_reason(error), unread=part.size if part.size >= 0 else None
        )
        return
    try:
        yield from _read(part, source, fields, read_stats, target_bytes)
    except OSError as error:
        read_stats.skip(
            "cannot be read", shown_name(part.file), detail=_reason(error), unread=part.size if part.size >= 0 else None
        )
    finally:
        source.close()


def _read(part: Part, source: ByteSource, fields: Fields, read_stats: ReadStats, target_bytes: int) -> Iterator[Batch]:
    kind, reason = sniff(source.head, part.file)
    read_stats.files += part.start == 0
    groups = None if part.stop is None else (part.start, part.stop)
    if kind == "jsonl":
        counted = read_stats.bytes
        if part.start:
            source.enter(part.start, part.stop or part.size)
        yield from read_jsonl(source, fields, read_stats, target_bytes, part.stop)
        if part.stop is not None and not source.broken:
            read_stats.bytes = counted + part.stop - part.start  # the parts of a file add up to the file
    elif kind == "parquet":
        from contamination.corpora.arrow.parquet import read_parquet

        yield from read_parquet(part.file, source.compression, fields, read_stats, target_bytes, groups)
    elif kind in ("zip", "pdf") and not source.compression:
        with open_raw(part.file) as raw:
            size = raw.seek(0, 2)
            raw.seek(0)
            yield from read_source(source, kind, reason, raw, size, fields, read_stats, target_bytes)
    else:
        yield from read_source(source, kind, reason, None, part.size, fields, read_stats, target_bytes)


def _reason(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return one_line(words or type(error).__name__)
