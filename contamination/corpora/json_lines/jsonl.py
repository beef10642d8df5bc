"""JSON Lines: one record a line."""

from __future__ import annotations

from collections.abc import Iterator

from contamination.corpora.batch import Batch, BatchBuilder
from contamination.corpora.fields import SAMPLE, Fields, with_id
from contamination.corpora.json_lines.fast_lines import fast_batches
from contamination.corpora.json_lines.field_counts import FieldCounts
from contamination.corpora.json_lines.json_record import parsed
from contamination.corpora.json_lines.line_chunks import LONGEST_LINE, Chunk, LineSource, LongLine, line_chunks
from contamination.corpora.json_lines.slow_lines import take_line
from contamination.corpora.read_stats import ReadStats

PATIENCE = 16 << 20  # bytes that a process reads slowly before it is worth loading or compiling the kernel
_read_slowly = 0


def sample_fields(head: bytes, fields: Fields) -> Fields:
    """`fields` with the id that the first records of a file have."""
    records = []
    for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n")[:SAMPLE]:
        try:
            records.append(parsed(line)[0])
        except ValueError:
            continue
    return with_id(fields, records)


def read_jsonl(
    source: LineSource, fields: Fields, read_stats: ReadStats, target_bytes: int, stop: int | None = None
) -> Iterator[Batch]:
    """Batches of the texts of the records, of the lines that begin before byte `stop`."""
    fields, names = sample_fields(source.head, fields), FieldCounts()
    read = source.position
    for chunk in line_chunks(source, target_bytes, stop):
        if isinstance(chunk, LongLine):
            detail = f"{chunk.size >> 20} MiB, more than {LONGEST_LINE >> 20}"
            read_stats.skip(
                "record is too large", source.file, read_stats.lines[source.file], detail=detail, unread=chunk.size
            )
            read_stats.lines[source.file] += 1
            continue
        if chunk.offset == 0 and chunk.data[:3].tobytes() == b"\xef\xbb\xbf":
            chunk.data[:3] = 0x20
        if _worth_the_kernel(fields, chunk.end):
            yield from _fast(chunk, source, fields, names, read_stats)
        else:
            yield from _slow(chunk, source, fields, read_stats, read)
        read = chunk.offset + chunk.end


def _worth_the_kernel(fields: Fields, size: int) -> bool:
    """Whether the fast path can be taken and the process has enough to read for it."""
    global _read_slowly
    if fields.id and "." in fields.id:
        return False
    if _read_slowly < PATIENCE:
        _read_slowly += size
        return False
    return True


def _fast(
    chunk: Chunk, source: LineSource, fields: Fields, names: FieldCounts, read_stats: ReadStats
) -> Iterator[Batch]:
    builder = BatchBuilder(source.file, chunk.end)
    first = read_stats.lines[source.file]
    for batch, odd, numbers in fast_batches(chunk, source.file, fields, first, names, read_stats):
        for record, start, end in odd.tolist():
            take_line(
                chunk.data[start:end].tobytes(), record, chunk.offset + start, fields, builder, read_stats, source.file
            )
        read_stats.documents += len(batch)
        read_stats.lines[source.file] += numbers
        yield batch
        if not builder.empty:
            yield builder.take(0)


def _slow(chunk: Chunk, source: LineSource, fields: Fields, read_stats: ReadStats, read: int) -> Iterator[Batch]:
    builder = BatchBuilder(source.file, chunk.end, read)
    offset = chunk.offset
    for line in chunk.data[: chunk.end].tobytes().split(b"\n")[:-1]:
        if line and not line.isspace():
            take_line(line, read_stats.lines[source.file], offset, fields, builder, read_stats, source.file)
        read_stats.lines[source.file] += 1
        offset += len(line) + 1
    yield builder.take(offset)
