"""WARC and WET: pages as a crawler kept them.

A WET record (`conversion`) is text. A response is decoded by its charset and stays HTML: normalisation takes the
markup out, so that a position is one in the page's own source. Scripts, styles and comments are blanked, character
for character, since no reader sees them.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from contamination.corpora.batch import Batch, BatchBuilder
from contamination.corpora.byte_streams.byte_source import ByteSource
from contamination.corpora.byte_streams.utf8 import encoded, repaired
from contamination.corpora.chunks import pieces_of
from contamination.corpora.html_page import without_unseen
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.warc_records import LONGEST_PAGE, warc_records

WET = WarcRecordType.conversion
CHARSET = re.compile(rb"charset\s*+=\s*+(?:[\"']\s*+)?([\w.:-]+)", re.IGNORECASE)
TEXTUAL = ("text/", "application/xhtml", "application/xml", "application/json")


def read_warc(source: ByteSource, read_stats: ReadStats, target_bytes: int) -> Iterator[Batch]:
    """Batches of the records that hold text; the id of a record is its address."""
    builder = BatchBuilder(source.file, target_bytes)
    kinds = WarcRecordType.response | WET | WarcRecordType.resource
    for number, found in enumerate(warc_records(source)):
        if (found.lost or found.damaged) and not source.broken:  # a broken file is told already
            detail = f"{found.lost:,} bytes belong to no record" if found.lost else "its length is wrong"
            read_stats.skip("damaged record", source.file, number, detail=detail, unread=found.lost)
        if found.cut:
            read_stats.skip("page cut at 64 MB", source.file, number, unread=found.cut)
        record = next(ArchiveIterator(io.BytesIO(found.data + b"\r\n\r\n"), record_types=WarcRecordType.any_type), None)
        if record is None or not record.record_type & kinds:
            continue
        text = _text(record, source.file, number, read_stats)
        if text is None:
            continue
        read_stats.documents += 1
        address = record.headers.get("WARC-Target-URI") or record.record_id
        for piece, start in pieces_of(text):
            builder.add(piece, number, found.offset, address, start)
            if builder.full:
                yield builder.take(source.position)
    yield builder.take(source.position)


def _text(record: Any, file: str, number: int, read_stats: ReadStats) -> bytes | None:
    if record.record_type == WET:
        return repaired(record.reader.read())[0]
    kind = record.http_content_type if record.is_http else record.headers.get("Content-Type", "text/plain")
    kind = (kind or "text/html").lower()
    if not kind.startswith(TEXTUAL):
        read_stats.skip("record is no text", file, number, detail=kind[:60])
        return None
    body = record.reader.read()
    compression = (record.http_headers.get("Content-Encoding", "") if record.is_http else "").strip().lower()
    if compression in ("gzip", "x-gzip", "deflate"):
        with suppress(zlib.error):  # most crawlers unpack pages and leave the header
            body = zlib.decompressobj(47 if "gzip" in compression else 15).decompress(body, LONGEST_PAGE)
    text = _decoded(body, record)
    if "html" in kind:
        text = without_unseen(text)
    return encoded(text)[0]


def _decoded(body: bytes, record: Any) -> str:
    """UTF-8 if it is; else as the header or the page says; else Windows' Latin, which nearly anything is."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    headers = record.http_headers if record.is_http else record.headers
    declared = CHARSET.search(headers.get("Content-Type", "").encode() + b" " + body[:2048])
    for name in (declared.group(1).decode("ascii", "replace") if declared else "cp1252", "cp1252"):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("utf-8", "replace")
