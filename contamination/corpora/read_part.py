"""Read one part of a corpus, whatever it holds. What can't be read is counted and listed, and reading goes on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from contamination.corpora.batch import OVERLAP_BYTES, Batch
from contamination.corpora.byte_streams.byte_source import ByteSource, one_line, shown_name
from contamination.corpora.chunks import characters
from contamination.corpora.fields import Fields
from contamination.corpora.json_lines.jsonl import read_jsonl
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.shards import Part
from contamination.corpora.sniff import sniff
from contamination.corpora.text_file import read_text


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
        read_stats.skip("cannot be read", shown_name(part.file), detail=_reason(error))
        return
    try:
        yield from _read(part, source, fields, read_stats, target_bytes)
    except OSError as error:
        read_stats.skip("cannot be read", shown_name(part.file), detail=_reason(error))
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
    elif kind == "json":
        from contamination.corpora.json_lines.json_values import JsonValues

        yield from read_jsonl(JsonValues(source), fields, read_stats, target_bytes)
    elif kind == "parquet":
        from contamination.corpora.arrow.parquet import read_parquet

        yield from read_parquet(part.file, source.packing, fields, read_stats, target_bytes, groups)
    elif kind == "arrow":
        from contamination.corpora.arrow.arrow_file import read_arrow

        yield from read_arrow(source, fields, read_stats, target_bytes)
    elif kind == "warc":
        from contamination.corpora.warc import read_warc

        yield from read_warc(source, read_stats, target_bytes)
    elif kind == "csv":
        from contamination.corpora.csv_table import read_csv

        yield from read_csv(source, fields, read_stats, target_bytes)
    elif kind == "text":
        yield from read_text(source, read_stats, target_bytes)
    elif kind == "empty":
        if not source.broken:
            read_stats.skip("empty file", source.file)
    else:
        read_stats.skip("not a corpus file", source.file, detail=reason)


def _reason(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return one_line(words or type(error).__name__)
