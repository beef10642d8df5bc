"""Read a file that somebody else may have made: no pipe that waits, no device without end, nothing too large."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from exams.errors import InputError

MOST_BYTES = 256 * 2**20  # a whole file in memory
MOST_VALUES = 6_000_000  # of a whole file of JSON: an empty list of two bytes takes sixty-four in memory
MOST_LINE = 32 * 2**20  # one record of a file that is read line by line


def check_regular(path: Path, most: int | None = MOST_BYTES) -> None:
    """InputError for a pipe, a socket, a device or what is larger than `most` bytes; OSError where nothing is there."""
    told = path.stat()
    if not stat.S_ISREG(told.st_mode) and not stat.S_ISDIR(told.st_mode):
        raise InputError("a pipe or a device, not a file", where=path, hint="write it into a file first")
    if most is not None and told.st_size > most:
        size = f"{told.st_size / 2**20:,.0f} MiB, more than the {most >> 20} MiB that are read at once"
        raise InputError(size, where=path, hint="split it")


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a regular file of at most `most` bytes. InputError for any other; OSError as from `Path`."""
    check_regular(path, most)
    return path.read_bytes()


def read_json(path: Path) -> bytes:
    """The bytes of a file of JSON, of which no more values can be made than memory holds. InputError, OSError."""
    data = read_bytes(path)
    check_values(data, path)
    return data


def check_values(data: bytes, path: Path, most: int = MOST_VALUES) -> None:
    """InputError for JSON that may hold more values than memory does, told by its commas and brackets."""
    if len(data) > most and sum(data.count(mark) for mark in (b",", b"[", b"{")) > most:
        raise InputError(f"more than {most:,} values of JSON in one piece", where=path, hint="split it")


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """The text of a regular file. InputError, OSError, UnicodeDecodeError."""
    check_regular(path)
    return path.read_text(encoding=encoding)


def read_lines(path: Path, most: int = MOST_LINE) -> Iterator[tuple[int, bytes]]:
    """(number from 1, line with its end) of a regular file of any length. InputError for a line beyond `most` bytes."""
    check_regular(path, None)
    with path.open("rb") as file:
        number = 0
        while line := file.readline(most + 1):
            number += 1
            if len(line) > most:
                raise InputError(
                    f"a line beyond {most >> 20} MiB", where=path, line=number, hint="no record needs that"
                )
            yield number, line
