"""Read what a stream of bytes holds, a file's or that of a member of an archive."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import IO

from contamination.corpora.batch import Batch
from contamination.corpora.byte_streams.byte_source import ByteSource
from contamination.corpora.fields import Fields
from contamination.corpora.json_lines.jsonl import read_jsonl
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.sniff import NO_TEXT, Kind, sniff
from contamination.corpora.text_file import read_text

DEEPEST = 4  # archives inside of archives


def read_source(
    source: ByteSource,
    kind: Kind,
    reason: str,
    raw: IO[bytes] | None,
    size: int,
    fields: Fields,
    read_stats: ReadStats,
    target_bytes: int,
    depth: int = 0,
) -> Iterator[Batch]:
    """Batches of a source of this kind. `raw`: the same bytes, to be read in any order, where that can be had.

    `size`: bytes of the file as it lies there, or -1.
    """
    unread = size if size >= 0 else None
    member = partial(_member, fields, read_stats, target_bytes, depth + 1)
    if kind == "jsonl":
        yield from read_jsonl(source, fields, read_stats, target_bytes)
    elif kind == "json":
        from contamination.corpora.json_lines.json_values import JsonValues

        yield from read_jsonl(JsonValues(source), fields, read_stats, target_bytes)
    elif kind == "arrow":
        from contamination.corpora.arrow.arrow_file import read_arrow

        yield from read_arrow(source, fields, read_stats, target_bytes)
    elif kind == "warc":
        from contamination.corpora.warc import read_warc

        yield from read_warc(source, read_stats, target_bytes)
    elif kind == "csv":
        from contamination.corpora.csv_table import read_csv

        yield from read_csv(source, fields, read_stats, target_bytes)
    elif kind == "xml":
        from contamination.corpora.xml_records import read_xml

        yield from read_xml(source, fields, read_stats, target_bytes)
    elif kind == "mail":
        from contamination.corpora.mail import read_mail

        yield from read_mail(source, read_stats, target_bytes)
    elif kind == "text":
        yield from read_text(source, read_stats, target_bytes)
    elif kind == "empty":
        if not source.broken:
            read_stats.skip("empty file", source.file)
    elif kind in ("tar", "zip") and depth >= DEEPEST:
        read_stats.skip("not a corpus file", source.file, detail="archives inside of archives", unread=unread)
    elif kind == "tar":
        from contamination.corpora.archive import read_tar

        yield from read_tar(source, read_stats, member)
    elif kind == "zip" and raw is not None:
        from contamination.corpora.archive import read_zip

        yield from read_zip(raw, source.file, size, read_stats, member)
    elif kind == "pdf" and raw is not None:
        from contamination.corpora.pdf import read_pdf

        yield from read_pdf(raw, source.file, size, read_stats, target_bytes)
    elif kind == "unreadable":
        textless = reason.endswith(NO_TEXT)
        read_stats.skip("not a corpus file", source.file, detail=reason, unread=0 if textless else unread)
    else:
        detail = f"{kind} that is packed once more, or too large inside of an archive: unpack it"
        read_stats.skip("not a corpus file", source.file, detail=detail, unread=unread)


def _member(
    fields: Fields,
    read_stats: ReadStats,
    target_bytes: int,
    depth: int,
    source: ByteSource,
    raw: IO[bytes] | None,
    size: int,
) -> Iterator[Batch]:
    """A member of an archive."""
    kind, reason = sniff(source.head, source.file)
    if raw is not None and not source.compression and kind in ("zip", "pdf"):
        raw.seek(0)
    else:
        raw = None
    yield from read_source(source, kind, reason, raw, size, fields, read_stats, target_bytes, depth)
