"""Where the records of a WARC file begin and end, also after damage: lengths are believed only where they fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contamination.corpora.byte_streams.byte_source import ByteSource

STEP = 1 << 20
LONGEST_HEADER = 1 << 18
LONGEST_PAGE = 64 << 20
START = re.compile(rb"(?:\A|\n)(?=WARC/[01]\.[0-9]+\r?\n)")
LENGTH = re.compile(rb"(?im)^content-length:[ \t]*([0-9]{1,15})[ \t]*\r?$")
HEADER_END = re.compile(rb"\r?\n\r?\n")


class WarcBytes(NamedTuple):
    """A record: the byte of the file at which it begins, header and body, and what was wrong with it.

    damaged  its length is wrong or what follows is no record; `data` is all up to the next one
    cut      bytes of the body beyond `LONGEST_PAGE`, which are left out
    lost     bytes before this record that belong to none; a record without `data` only tells of those
    """

    offset: int
    data: bytes
    damaged: bool = False
    cut: int = 0
    lost: int = 0


def warc_records(source: ByteSource) -> Iterator[WarcBytes]:
    """All records in order."""
    window = _Window(source)
    while True:
        window.pass_line_ends()
        if not window.fill(16):
            return
        lost = 0
        if not START.match(window.data):
            lost = window.pass_to_start()
            if not window.fill(1):
                yield WarcBytes(window.offset, b"", damaged=True, lost=lost)
                return
        window.fill(LONGEST_HEADER)
        header = HEADER_END.search(window.data, 0, LONGEST_HEADER)
        length = LENGTH.search(window.data, 0, header.end()) if header else None
        offset = window.offset
        if header is None or length is None:
            yield WarcBytes(offset, b"", damaged=True, lost=lost + window.pass_to_start(1))
            continue
        size = header.end() + int(length[1])
        kept = min(size, header.end() + LONGEST_PAGE)
        whole = window.fill(kept + 16)
        data, cut = window.data[:kept], 0
        if size > kept and whole:
            cut = window.pass_on(kept, size)
            damaged = cut < size - kept
        else:
            damaged = (not whole and len(window.data) < size) or not _fits(window.data[size : size + 16])
            if damaged:
                following = START.search(window.data, header.end())
                stop = following.end() if following else max(size, window.to_start(header.end(), kept))
                data = window.data[: min(stop, kept + STEP)]
                window.drop(stop)
            else:
                window.drop(size)
        if damaged:
            told = b"%s%d%s" % (data[: length.start(1)], len(data) - header.end(), data[length.end(1) :])
            data = told if len(data) >= header.end() else data
        yield WarcBytes(offset, data, damaged, cut, lost)


def _fits(following: bytes) -> bool:
    """Whether what follows a record can do so: line ends, then the next record or the end."""
    rest = following.lstrip(b"\r\n")
    return not rest or rest.startswith(b"WARC/") or b"WARC/".startswith(rest)


class _Window:
    """The bytes from `offset` of the file on that are in memory."""

    def __init__(self, source: ByteSource) -> None:
        self._source, self.data, self.offset, self._ended = source, b"", 0, False

    def fill(self, size: int) -> bool:
        """Read until there are `size` bytes; whether there are."""
        parts, have = [self.data], len(self.data)
        while have < size and not self._ended:
            more = self._source.read(max(STEP, size - have))
            self._ended = not more
            parts.append(more)
            have += len(more)
        if len(parts) > 1:
            self.data = b"".join(parts)
        return have >= size

    def drop(self, size: int) -> None:
        self.data = self.data[size:]
        self.offset += size

    def pass_line_ends(self) -> None:
        while self.fill(1):
            rest = self.data.lstrip(b"\r\n")
            self.drop(len(self.data) - len(rest))
            if rest:
                return

    def to_start(self, begin: int, most: int) -> int:
        """Place in the window of the next record from `begin` on, or its end; about `most` bytes at most."""
        while True:
            if found := START.search(self.data, begin):
                return found.end()
            begin = max(begin, len(self.data) - 20)
            if len(self.data) > most or not self.fill(len(self.data) + STEP):
                found = START.search(self.data, begin)
                return found.end() if found else len(self.data)

    def pass_to_start(self, begin: int = 0) -> int:
        """Drop what comes before the next record; gives the number of bytes."""
        dropped = 0
        while True:
            if found := START.search(self.data, begin):
                self.drop(found.end())
                return dropped + found.end()
            keep = 20 if not self._ended else 0
            gone = max(0, len(self.data) - keep)
            self.drop(gone)
            dropped, begin = dropped + gone, 0
            if not self.fill(len(self.data) + 1):
                dropped += len(self.data)
                self.drop(len(self.data))
                return dropped

    def pass_on(self, kept: int, size: int) -> int:
        """Drop `size` bytes of a record, or those up to what looks like the next; gives those dropped after `kept`."""
        self.drop(kept)
        left = size - kept
        while left > 0 and self.fill(1):
            self.fill(min(left, STEP))
            if found := START.search(self.data, 1, min(left, len(self.data))):
                self.drop(found.end())
                return size - kept - left + found.end()
            gone = min(left, max(1, len(self.data) - (20 if left > len(self.data) else 0)))
            self.drop(gone)
            left -= gone
        return size - kept - left
