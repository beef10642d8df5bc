"""Mail: mbox files, single messages and web archives (MHTML), with their parts decoded as their headers say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from contamination.corpora.batch import Batch, BatchBuilder
from contamination.corpora.byte_streams.byte_source import ByteSource
from contamination.corpora.byte_streams.utf8 import encoded
from contamination.corpora.chunks import pieces_of
from contamination.corpora.html_page import without_unseen
from contamination.corpora.read_stats import ReadStats

STEP = 1 << 20
LONGEST_MESSAGE = 64 << 20
ENVELOPE = re.compile(rb"(?:\A|\n)From [^\n]*\n(?=[!-9;-~]+:)")  # the line before each message of an mbox
USUAL = (
    rb"(?:From|To|Cc|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Content-Type|Content-Transfer-Encoding)"
)
HEADER = re.compile(rb"(?mi)^" + USUAL + rb": ?\S")
FIRST = re.compile(rb"(?i)[!-9;-~]+:[ \t]")


def is_mail(head: bytes) -> bool:
    """Whether a file begins as an mbox or as one message: header lines, three usual ones among them."""
    if ENVELOPE.match(head):
        return True
    top = re.split(rb"\r?\n\r?\n", head[: 1 << 16], maxsplit=1)[0]
    return bool(FIRST.match(top)) and len({m.group().lower().split(b":")[0] for m in HEADER.finditer(top)}) >= 3


def read_mail(source: ByteSource, read_stats: ReadStats, target_bytes: int) -> Iterator[Batch]:
    """Batches of messages: subject and texts; the id is the message's own."""
    builder = BatchBuilder(source.file, target_bytes)
    for number, (offset, message, cut) in enumerate(_messages(source)):
        if cut:
            read_stats.skip("message cut at 64 MB", source.file, number, unread=cut)
        try:
            text, identity = _text(message_from_bytes(message), source.file, number, read_stats)
        except (ValueError, LookupError, RecursionError, AttributeError) as error:  # what the parser does not foresee
            read_stats.skip("message cannot be read", source.file, number, detail=str(error)[:80], unread=len(message))
            continue
        read_stats.documents += 1
        for piece, start in pieces_of(encoded(text)[0]):
            builder.add(piece, number, offset, identity, start)
        if builder.full:
            yield builder.take(source.position)
    yield builder.take(source.position)


def _messages(source: ByteSource) -> Iterator[tuple[int, bytes, int]]:
    """(offset, message, bytes cut off its end)."""
    begun = source.head.startswith(b"From ")
    buffer, offset, cut, searched, ended = b"", 0, 0, 0, False
    while not ended:
        data = source.read(STEP)
        ended = len(data) < STEP
        buffer += data
        while begun and (found := ENVELOPE.search(buffer, max(1, searched))):
            end = found.start() + 1
            yield offset, buffer[:end], cut
            offset, buffer, cut, searched = offset + end + cut, buffer[end:], 0, 0
        searched = max(0, len(buffer) - 1000)
        if len(buffer) > LONGEST_MESSAGE + 2 * STEP:
            cut += len(buffer) - LONGEST_MESSAGE - 1000
            buffer = buffer[:LONGEST_MESSAGE] + buffer[-1000:]
            searched = LONGEST_MESSAGE
    if buffer.strip():
        yield offset, buffer, cut


def _text(message: Message, file: str, number: int, read_stats: ReadStats) -> tuple[str, str | None]:
    parts = [_header(message, "Subject")]
    for part in message.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue
        if not kind.startswith("text/"):
            textless = kind.startswith(("image/", "audio/", "video/", "font/"))
            read_stats.skip("attachment is no text", file, number, detail=kind, unread=0 if textless else len(body))
            continue
        text = _decoded(body, part.get_content_charset())
        parts.append(without_unseen(text) if kind == "text/html" else text)
    return "\n\n".join(filter(None, parts)), _header(message, "Message-ID") or None


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    try:
        return str(make_header(decode_header(str(value))))
    except (LookupError, UnicodeDecodeError, HeaderParseError, ValueError):
        return str(value)


def _decoded(body: bytes, charset: str | None) -> str:
    for name in ("utf-8", charset or "utf-8", "cp1252"):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("utf-8", "replace")
