"""Plain text: one file is one document. UTF-8, or UTF-16/32 where a byte order mark says so."""

from __future__ import annotations

from collections.abc import Iterator

from contamination.corpora.batch import Batch, BatchBuilder
from contamination.corpora.byte_streams.byte_source import ByteSource
from contamination.corpora.chunks import streamed_pieces
from contamination.corpora.read_stats import ReadStats


def read_text(source: ByteSource, read_stats: ReadStats, target_bytes: int) -> Iterator[Batch]:
    """The document in pieces of at most 8 MiB."""
    builder = BatchBuilder(source.file, target_bytes)
    repaired_any = False
    for piece, start, faulty in streamed_pieces(source.read):
        repaired_any |= faulty
        builder.add(piece, 0, 0, None, start)
        yield builder.take(source.position)
    read_stats.documents += 1
    if repaired_any:
        read_stats.skip("bad UTF-8 replaced", source.file)
