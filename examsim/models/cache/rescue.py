"""A damaged answer cache is set aside, never deleted, and every reply that can still be read is saved from it."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from examsim.models.cache.pages import rows_on_pages
from examsim.models.cache.record import reply_from_record
from examsim.models.cache.schema import COLUMNS, declared_size, open_database
from examsim.models.cache.shared_text import INSERT, readable_texts

Row = tuple[str, ...]


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Only one process mends a cache at a time."""
    with path.with_name(path.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def mended(path: Path) -> tuple[sqlite3.Connection, str]:
    """Set the damaged file aside and open a new one with what could be saved; what happened, in one line."""
    aside = _free_name(path, f"damaged-{datetime.now():%Y-%m-%d}")
    for end in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).replace(aside.with_name(aside.name + end))
    database = open_database(path)
    saved = 0
    database.execute("begin")
    with _as_long_as_it_says(aside) as whole:
        for row in _readable(whole):
            marks = ", ".join("?" * len(row))
            saved += database.execute(f"insert or ignore into reply values ({marks})", row).rowcount
        for text in readable_texts(_text_rows(whole)):
            database.execute(INSERT, text)
    database.execute("commit")
    return database, (
        f"the answer cache {path} was damaged: set aside as {aside.name}, {saved} readable replies were saved from it"
    )


def _free_name(path: Path, end: str) -> Path:
    name, number = path.with_name(f"{path.name}.{end}"), 1
    while name.exists():
        number += 1
        name = path.with_name(f"{path.name}.{end}-{number}")
    return name


@contextmanager
def _as_long_as_it_says(aside: Path) -> Iterator[Path]:
    """The file, or where it was cut short a copy of it filled up with empty pages: SQLite reads no short file."""
    declared = declared_size(aside)
    if aside.stat().st_size >= declared:
        yield aside
        return
    filled = aside.with_name(aside.name + ".reading")
    try:
        shutil.copyfile(aside, filled)
        os.truncate(filled, declared)
        yield filled
    finally:
        for end in ("", "-wal", "-shm"):
            filled.with_name(filled.name + end).unlink(missing_ok=True)


def _readable(path: Path) -> Iterator[Row]:
    """Every whole row: by SQLite, in ranges of keys from both ends, so that a broken page hides only its own rows; and
    where SQLite gives up anywhere, from the pages themselves."""
    broken = yield from _by_sqlite(path)
    if broken:
        for row in rows_on_pages(path):
            if len(row) == 2:
                row = (row[0], b"", b"", b"{}", row[1], b"", b"")
            if len(row) in (len(COLUMNS) - 1, len(COLUMNS)) and (whole := _whole(row)):
                yield (*whole, "")[: len(COLUMNS)]


def _text_rows(path: Path) -> Iterator[tuple[bytes | str, ...]]:
    """Records that may be shared texts: by SQLite, and from the pages where it gives up."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.text_factory = bytes
            yield from database.execute("select sha, text, at from shared")
    except (sqlite3.Error, UnicodeDecodeError):
        yield from rows_on_pages(path)


def _by_sqlite(path: Path) -> Generator[Row, None, bool]:
    """The rows that SQLite finds; returns whether it stumbled."""
    try:
        connection = sqlite3.connect(path, isolation_level=None)
    except sqlite3.Error:
        return True
    with closing(connection) as database:
        return (yield from _in_ranges(database))


def _in_ranges(database: sqlite3.Connection) -> Generator[Row, None, bool]:
    try:
        database.text_factory = bytes
        present = {row[1].decode() for row in database.execute("pragma table_info(reply)")}
    except (sqlite3.Error, UnicodeDecodeError):
        return True
    if not {"key", "reply"} <= present:
        return True
    names = ", ".join(n if n in present else f"'{d}'" for n, d in COLUMNS.items())
    bounds, broken = [f"{n:02x}" for n in range(256)], False
    for low, high in zip(["", *bounds[1:]], [*bounds[1:], "\U0010ffff"], strict=True):
        for order in ("asc", "desc"):
            try:
                found = database.execute(
                    f"select {names} from reply where key >= ? and key < ? order by key {order}", (low, high)
                )
                yield from filter(None, map(_whole, found))
                break
            except (sqlite3.Error, UnicodeDecodeError):
                broken = True
    return broken


def _whole(row: tuple[bytes | str, ...]) -> Row | None:
    """The row as text, where all of it can be read and its reply is one."""
    try:
        texts = tuple(v.decode() if isinstance(v, bytes) else str(v) for v in row)
    except UnicodeDecodeError:
        return None
    is_key = len(texts[0]) == 64 and set(texts[0]) <= set("0123456789abcdef")
    return texts if is_key and reply_from_record(texts[4]) is not None else None
