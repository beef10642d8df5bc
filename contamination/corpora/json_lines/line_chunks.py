"""Whole lines of a file in large chunks, for kernels that want an array and not a list of lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np

from contamination.corpora.batch import Bytes

SLACK = 64  # zero bytes after the end of every chunk, so that kernels may look past it
LONGEST_LINE = 32 << 20  # bytes; longer ones are passed over


class LineSource(Protocol):
    """What `ByteSource` and `JsonValues` have in common."""

    file: str
    head: bytes

    @property
    def position(self) -> int:
        """Place in the decompressed file of the next byte."""

    @property
    def broken(self) -> bool:
        """Whether the file ended before it should have."""

    def readinto(self, buffer: memoryview) -> int:
        """Fill `buffer` as far as the file goes; 0 only at the end."""

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end."""


class Chunk(NamedTuple):
    """`data[:end]` are whole lines (the last with its line feed); `offset` is where they begin in the file."""

    data: Bytes
    end: int
    offset: int


class LongLine(NamedTuple):
    """A line too long for memory, of `size` bytes without its line feed, which was passed over."""

    offset: int
    size: int


def line_chunks(source: LineSource, target: int, stop: int | None = None) -> Iterator[Chunk | LongLine]:
    """Chunks of about `target` bytes, of lines that begin before byte `stop`.

    A source that begins in the middle of a file begins after a line feed. Of a broken file the torn last line is
    left out, since the damage is reported already.
    """
    most = LONGEST_LINE + 1
    room, kept = min(target, most), np.empty(0, np.uint8)
    offset = source.position
    if stop is not None and offset >= stop:
        return
    while True:
        data = np.empty(room + SLACK, np.uint8)
        data[: len(kept)] = kept
        got = len(kept) + source.readinto(data.data[len(kept) : room])
        last = got < room
        if last and got and not source.broken and data[got - 1] != 10:
            data[got] = 10
            got += 1
        end = got if last and not source.broken else _last_line_end(data, got)
        if stop is not None and offset + end >= stop:
            end, last = _end_of_line(data, end, stop - 1 - offset), True
        data[got : got + SLACK] = 0
        if end:
            yield Chunk(data, end, offset)
        elif not last and room == most:
            passed, rest = _pass_over(source)
            yield LongLine(offset, got + passed)
            offset, room, kept = source.position - len(rest), min(target, most), np.frombuffer(rest, np.uint8)
            if stop is not None and offset >= stop:
                return
            continue
        if last:
            return
        offset += end
        kept = data[end:got]
        room = target if end else room * 4
        if len(kept) > room // 2:
            room = max(room, 2 * len(kept))
        room = min(room, most)


def _last_line_end(data: Bytes, end: int) -> int:
    start = end
    while start > 0:
        start, stop = max(0, start - (1 << 14)), start
        found = data[start:stop].tobytes().rfind(b"\n")
        if found >= 0:
            return start + found + 1
    return 0


def _end_of_line(data: Bytes, end: int, at: int) -> int:
    """Place after the line feed at or after `at`, or `end`."""
    found = data[max(at, 0) : end].tobytes().find(b"\n")
    return end if found < 0 else max(at, 0) + found + 1


def _pass_over(source: LineSource) -> tuple[int, bytes]:
    """Read to the end of the line: the number of bytes before its line feed, and what was read past that."""
    passed = 0
    while piece := source.read(1 << 16):
        line, feed, rest = piece.partition(b"\n")
        passed += len(line)
        if feed:
            return passed, rest
    return passed, b""
