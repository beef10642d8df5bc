"""A damaged answer cache is set aside, never deleted, and every reply that can still be read is saved from it."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from examsim.models.cache.record import reply_from_record
from examsim.models.cache.schema import COLUMNS, Damaged, open_database

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
    for row in _readable(aside):
        marks = ", ".join("?" * len(row))
        saved += database.execute(f"insert or ignore into reply values ({marks})", row).rowcount
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


def _readable(path: Path) -> Iterator[Row]:
    """Every whole row, read by ranges of keys from both ends: a broken page hides only its own rows."""
    try:
        database = sqlite3.connect(path, isolation_level=None)
        database.text_factory = bytes
        present = {row[1].decode() for row in database.execute("pragma table_info(reply)")}
    except sqlite3.Error:
        return
    names = ", ".join(n if n in present else f"'{d}'" for n, d in COLUMNS.items())
    if not {"key", "reply"} <= present:
        return
    bounds = [f"{n:02x}" for n in range(256)]
    for low, high in zip(["", *bounds[1:]], [*bounds[1:], "\U0010ffff"], strict=True):
        for order in ("asc", "desc"):
            try:
                found = database.execute(
                    f"select {names} from reply where key >= ? and key < ? order by key {order}", (low, high)
                )
                yield from filter(None, map(_whole, found))
                break
            except sqlite3.Error:
                continue
    database.close()


def _whole(row: tuple[bytes, ...]) -> Row | None:
    """The row as text, where all of it can be read and its reply is one."""
    try:
        texts = tuple(v.decode() if isinstance(v, bytes) else str(v) for v in row)
    except UnicodeDecodeError:
        return None
    return texts if reply_from_record(row[list(COLUMNS).index("reply")]) is not None else None


__all__ = ["Damaged", "mended", "one_at_a_time"]
