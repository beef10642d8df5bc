"""PDF: the text of its pages as one document. A scanned page has none, and that is reported."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import IO

from contamination.corpora.batch import Batch, BatchBuilder
from contamination.corpora.byte_streams.byte_source import one_line
from contamination.corpora.byte_streams.utf8 import encoded
from contamination.corpora.chunks import pieces_of
from contamination.corpora.read_stats import ReadStats

LARGEST_FILE = 256 << 20
MOST_TEXT = 64 << 20  # characters


def read_pdf(raw: IO[bytes], file: str, size: int, read_stats: ReadStats, target_bytes: int) -> Iterator[Batch]:
    """Batches of the one document that a PDF file of `size` bytes is; pages are parted by a line end."""
    if size > LARGEST_FILE:
        read_stats.skip("PDF is too large", file, unread=size)
        return
    read_stats.bytes += size
    texts, failed, pages = [], 0, 0
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # faults of a page are counted here
    try:
        document = PdfReader(raw)
        pages = len(document.pages)
        for number in range(pages):
            try:
                texts.append(document.pages[number].extract_text())
            except Exception:  # pypdf meets broken files with errors of every family
                failed += 1
            if sum(map(len, texts[-100:])) > MOST_TEXT:
                read_stats.skip("PDF is cut", file, detail=f"after page {number + 1} of {pages}")
                break
    except Exception as error:  # as above
        read_stats.skip("damaged or truncated file", file, detail=one_line(str(error)), unread=size)
        return
    if failed:
        read_stats.skip("PDF page cannot be read", file, times=failed, unread=size * failed // pages)
    text = "\n".join(texts)
    if not text.strip():
        read_stats.skip("PDF without text", file, detail="scanned? recognise its text first", unread=size)
        return
    read_stats.documents += 1
    builder = BatchBuilder(file, target_bytes)
    for piece, start in pieces_of(encoded(text)[0]):
        builder.add(piece, 0, 0, None, start)
        yield builder.take(len(piece))
