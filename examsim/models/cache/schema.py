"""The answer cache's tables, numbered; files of earlier versions become files of this one when they are opened.

0  key → model, server, request, reply, at (and a first draft with key and reply alone)
2  names the question; claims (who is asking just now) and facts (what was learnt of a server) are beside
3  texts that many requests share are beside, once
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from exams.errors import InputError

VERSION = 3
COLUMNS = {"key": None, "model": "", "server": "", "request": "{}", "reply": None, "at": "", "question": ""}
_TABLES = """
create table if not exists reply (
    key text primary key,
    model text not null default '',
    server text not null default '',
    request text not null default '{}',
    reply text not null,
    at text not null default '',
    question text not null default ''
) without rowid;
create table if not exists claim (key text primary key, owner text not null, until real not null) without rowid;
create table if not exists shared (sha text primary key, text text not null, at text not null) without rowid;
create table if not exists facts (server text, model text, facts text not null, primary key (server, model));
"""
OPENING_SECONDS, WRITING_SECONDS, LENGTHENING_SECONDS = 30, 5, 0.5
_MAGIC = b"SQLite format 3\x00"


class Damaged(Exception):
    """The file is an answer cache, and parts of it cannot be read."""


def open_database(path: Path) -> sqlite3.Connection:
    """Open, check in constant time, migrate. Damaged; InputError for what is no answer cache or cannot be opened."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _check_head(path)
        database = sqlite3.connect(path, timeout=OPENING_SECONDS, isolation_level=None)
    except (sqlite3.Error, OSError) as error:
        raise _unopened(path, error) from None
    database.text_factory = bytes  # a broken record must not end the reading of the others
    try:
        _prepare_when_free(database, path)
        database.execute("select key, reply from reply limit 1").fetchone()
    except sqlite3.OperationalError as error:
        database.close()
        if _is_damage(error):
            raise Damaged(str(error)) from None
        raise _unopened(path, error) from None
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # a message about broken text is broken text
        database.close()
        raise Damaged(str(error)) from None
    except InputError:
        database.close()
        raise
    return database


def _prepare_when_free(database: sqlite3.Connection, path: Path) -> None:
    """Prepare, once no other process does: beside one, the change to a write-ahead log fails without waiting."""
    end = time.monotonic() + OPENING_SECONDS
    while True:
        try:
            return _prepare(database, path)
        except sqlite3.OperationalError as error:
            if database.in_transaction:
                database.execute("rollback")
            if not str(error).startswith("database is locked") or time.monotonic() > end:
                raise
            time.sleep(0.05)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error is about the file's content, rather than a lock or a full disk."""
    return (
        _is_damage(error) if isinstance(error, sqlite3.OperationalError) else isinstance(error, sqlite3.DatabaseError)
    )


def _is_damage(error: sqlite3.Error) -> bool:
    said = str(error)
    return any(words in said for words in ("malformed", "not a database", "no such column", "corrupt"))


def _unopened(path: Path, error: Exception) -> InputError:
    return InputError(
        f"the answer cache cannot be opened: {error}", where=path, hint="choose another file with --cache"
    )


def _check_head(path: Path) -> None:
    """The head of the file: is it a database at all, and as long as it says?"""
    if not path.exists():
        return
    if not path.stat().st_size:
        return
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(_MAGIC):
        if path.suffix in (".sqlite", ".db"):
            raise Damaged("file is not a database")
        raise InputError("this file is no answer cache", where=path, hint="choose another file with --cache")
    end = time.monotonic() + LENGTHENING_SECONDS
    while path.stat().st_size < declared_size(path):
        if time.monotonic() > end:
            raise Damaged("the file is shorter than it says")
        time.sleep(0.05)  # another process copies its log into the file just now: the head comes first


def declared_size(path: Path) -> int:
    """Bytes that a database's own head says it has; 0 where it has no such head."""
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(_MAGIC):
        return 0
    page = int.from_bytes(head[16:18], "big")
    return int.from_bytes(head[28:32], "big") * (65536 if page == 1 else page)


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    (version,) = database.execute("pragma user_version").fetchone()
    if version == VERSION:
        database.execute("pragma synchronous = normal")
        database.execute(f"pragma busy_timeout = {1000 * WRITING_SECONDS}")
        return
    if version > VERSION:
        raise InputError(
            f"the answer cache was written by a newer examsim (version {version})",
            where=path,
            hint="choose another file with --cache, or update",
        )
    names = {row[0].decode() for row in database.execute("select name from sqlite_master where type = 'table'")}
    if names and "reply" not in names:
        raise InputError("this database is no answer cache", where=path, hint="choose another file with --cache")
    database.execute("pragma journal_mode = wal")
    database.execute("pragma synchronous = normal")
    database.execute("begin immediate")
    present = {row[1].decode() for row in database.execute("pragma table_info(reply)")}
    for name, default in COLUMNS.items():
        if present and name not in present:
            if default is None:
                raise Damaged(f"its table has no column {name}")
            database.execute(f"alter table reply add column {name} text not null default '{default}'")
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            database.execute(statement)
    database.execute(f"pragma user_version = {VERSION}")
    database.execute("commit")
    database.execute(f"pragma busy_timeout = {1000 * WRITING_SECONDS}")
