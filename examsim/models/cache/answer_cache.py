"""Every reply that was paid for, in one SQLite file: key of the request and its server → request, reply. No expiry.

Nothing that goes wrong with the file loses a reply: what cannot be written now is kept and written later, at the latest
beside the file; a damaged file is set aside and read as far as it goes. Several processes may share a file.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import orjson

from examsim.models.cache.record import record_of, reply_from_record
from examsim.models.cache.rescue import mended, one_at_a_time
from examsim.models.cache.schema import COLUMNS, WRITING_SECONDS, Damaged, is_damage, open_database
from examsim.models.cache.shared_text import (
    INSERT,
    forget_unused,
    readable_texts,
    shared_texts,
    stored_request,
    whole_request,
)
from examsim.models.request import Reply, Request
from examsim.screen import say

T = TypeVar("T")
CLAIM_SECONDS = 1800.0  # a claim of another machine, of which nobody can tell whether it still runs
_INSERT = f"insert or replace into reply ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"


def print_notice(line: str) -> None:
    """One line on standard error."""
    say(f"! {line}", err=True)


class AnswerCache:
    """Get and put replies. A put is on disk before it returns, so a kill loses only calls under way."""

    def __init__(self, path: Path, *, tell: Callable[[str], None] = print_notice, refresh: bool = False) -> None:
        """`refresh`: replies from before now are not found, and new ones take their places."""
        self.path = path
        self._tell = tell
        self._since = _now() if refresh else ""
        self._unsaved: dict[str, tuple[str, ...]] = {}
        self._unsaved_texts: dict[str, str] = {}
        self._saved_texts: set[str] = set()
        self._told_unsaved = False
        self._owner = f"{socket.gethostname()}:{os.getpid()}"
        self._db = self._open()
        self._absorb()

    def get(self, request: Request, server: str) -> Reply | None:
        """The stored reply of this server; None if it was never asked. What is under an older key is found too."""
        key = key_of(request, server)
        if key in self._unsaved:
            return reply_from_record(self._unsaved[key][4])
        found = self._read(lambda db: _select(db, key) or self._older(db, request, server))
        if found is None or found[1] < self._since.encode():
            return None
        reply = reply_from_record(found[0])
        if reply is None:
            self._mend("a record that is no reply")
            return self.get(request, server)
        return reply

    def put(self, request: Request, reply: Reply, server: str) -> None:
        """Store a reply."""
        key = key_of(request, server)
        body, texts = stored_request(request)
        self._unsaved_texts |= {sha: text for sha, text in texts.items() if sha not in self._saved_texts}
        self._unsaved[key] = (
            *(key, request.model, server, body, record_of(reply)),
            *(_now(), request.metadata.question),
        )
        self._save()

    def claim(self, request: Request, server: str) -> bool:
        """Whether nobody else is asking this just now; if so, it is ours to ask until `release`."""
        key, now = key_of(request, server), time.time()
        row = (key, self._owner, now + CLAIM_SECONDS)
        try:
            taken = self._db.execute(
                "insert into claim values (?, ?, ?) on conflict (key) do update set owner = excluded.owner,"
                " until = excluded.until where claim.until < ?",
                (*row, now),
            ).rowcount
            if taken:
                return True
            holder = self._db.execute("select owner from claim where key = ?", (key,)).fetchone()
            if holder is None or _is_gone(_text(holder[0])):
                self._db.execute("insert or replace into claim values (?, ?, ?)", row)
                return True
            return False
        except sqlite3.Error:
            return True  # a file that cannot be written keeps nobody from asking

    def release(self, request: Request, server: str) -> None:
        """Nobody is asking this any more."""
        with suppress(sqlite3.Error):
            self._db.execute("delete from claim where key = ?", (key_of(request, server),))

    def facts(self, server: str, model: str) -> dict[str, Any]:
        """What was learnt of a model on a server; nothing when replies are refreshed."""
        if self._since:
            return {}
        query = "select facts from facts where server = ? and model = ?"
        found = self._read(lambda db: db.execute(query, (server, model)).fetchone())
        with suppress(orjson.JSONDecodeError):
            kept = orjson.loads(found[0]) if found else {}
            return kept if isinstance(kept, dict) else {}
        return {}

    def keep_facts(self, server: str, model: str, facts: dict[str, Any]) -> None:
        """Keep what was learnt for later runs; it can be learnt again, so a failure to write is no matter."""
        with suppress(sqlite3.Error):
            self._db.execute(
                "insert or replace into facts values (?, ?, ?)", (server, model, orjson.dumps(facts).decode())
            )

    def count(self) -> int:
        """How many replies are stored."""
        return int(self._read(lambda db: db.execute("select count(*) from reply").fetchone())[0])

    def rows(self, where: str = "1", values: tuple[str, ...] = ()) -> list[dict[str, str]]:
        """Stored replies with everything about them, in the order in which they came."""
        names = ", ".join(COLUMNS)
        query = f"select {names} from reply where {where} order by at, key"
        found, texts = self._read(lambda db: (db.execute(query, values).fetchall(), shared_texts(db)))
        rows = [dict(zip(COLUMNS, (_text(v) for v in row), strict=True)) for row in found]
        return [{**row, "request": whole_request(row["request"], texts)} for row in rows]

    def forget(self, keys: list[str]) -> int:
        """Take replies out, and the texts that only they shared; how many replies there were."""
        gone = sum(self._db.execute("delete from reply where key = ?", (key,)).rowcount for key in keys)
        forget_unused(self._db)
        self._saved_texts.clear()
        return gone

    def close(self) -> None:
        """Write what is not yet written, if need be beside the file; then close it."""
        self._save()
        if self._unsaved:
            self._write_beside()
        self._db.close()

    def _older(self, db: sqlite3.Connection, request: Request, server: str) -> tuple[bytes, bytes] | None:
        """A reply under the key of version 0.1, which did not name the server."""
        row = db.execute("select reply, at, server from reply where key = ?", (request.key,)).fetchone()
        same = row is not None and _text(row[2]).rstrip("/") in (server.rstrip("/"), "")
        return (row[0], row[1]) if same else None

    def _open(self) -> sqlite3.Connection:
        try:
            return open_database(self.path)
        except Damaged:
            return self._mended()

    def _mended(self) -> sqlite3.Connection:
        with one_at_a_time(self.path):
            try:
                return open_database(self.path)  # another process may have been faster
            except Damaged:
                database, line = mended(self.path)
        self._tell(line)
        return database

    def _mend(self, why: str) -> None:
        """The open file has shown itself damaged."""
        self._db.close()
        with one_at_a_time(self.path):
            self._db, line = mended(self.path)
        self._tell(f"{line} ({why})")

    def _read(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return ask(self._db)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # a message about broken text is broken text
            if isinstance(error, sqlite3.Error) and not is_damage(error):
                raise
            self._mend(str(error))
            return ask(self._db)

    def _save(self) -> None:
        """Write all that is not written yet; what cannot be written stays, and is tried again with the next reply."""
        try:
            for sha in list(self._unsaved_texts):
                self._db.execute(INSERT, (sha, self._unsaved_texts[sha], _now()))
                self._saved_texts.add(sha)
                del self._unsaved_texts[sha]
            for key in list(self._unsaved):
                self._db.execute(_INSERT, self._unsaved[key])
                del self._unsaved[key]
            if self._told_unsaved:
                self._told_unsaved = False
                self._db.execute(f"pragma busy_timeout = {1000 * WRITING_SECONDS}")
        except sqlite3.Error as error:
            if is_damage(error):
                self._mend(str(error))
                return self._save()
            if not self._told_unsaved:
                self._told_unsaved = True
                self._tell(
                    f"the answer cache {self.path} cannot be written ({error}): replies are kept and tried again"
                )
                with suppress(sqlite3.Error):
                    self._db.execute("pragma busy_timeout = 100")
        return None

    def _write_beside(self) -> None:
        beside = self.path.with_name(f"{self.path.name}.unsaved-{datetime.now():%Y-%m-%d-%H%M%S}-{os.getpid()}.jsonl")
        try:
            texts = [(sha, text, _now()) for sha, text in self._unsaved_texts.items()]
            beside.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in (*texts, *self._unsaved.values())))
        except OSError as error:
            self._tell(f"{len(self._unsaved)} replies could be written nowhere: {error}")
            return
        self._tell(f"{len(self._unsaved)} replies are in {beside}; the next run takes them into the cache")

    def _absorb(self) -> None:
        """Take in what an earlier run had to write beside the file."""
        for beside in sorted(self.path.parent.glob(f"{self.path.name}.unsaved-*.jsonl")):
            with suppress(OSError):
                for line in beside.read_bytes().splitlines():
                    with suppress(orjson.JSONDecodeError, AttributeError):
                        row = tuple(orjson.loads(line))
                        if len(row) == len(COLUMNS) and reply_from_record(row[4]) is not None:
                            self._unsaved[row[0]] = row
                        self._unsaved_texts |= {sha: text for sha, text, _ in readable_texts(iter([row]))}
                self._save()
                if not self._unsaved:
                    beside.unlink()
                self._unsaved.clear()


def key_of(request: Request, server: str) -> str:
    """SHA-256 over the rendered request (model, messages, parameters, sample_index) and the server's address."""
    import hashlib

    return hashlib.sha256(f"{request.key}\n{server.rstrip('/')}".encode()).hexdigest()


def _select(db: sqlite3.Connection, key: str) -> tuple[bytes, bytes] | None:
    row = db.execute("select reply, at from reply where key = ?", (key,)).fetchone()
    return None if row is None else (row[0], row[1])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _is_gone(owner: str) -> bool:
    """Whether the process that claimed something runs no more; of another machine nobody can tell."""
    host, _, number = owner.rpartition(":")
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, ValueError, OverflowError):  # a number that no process has
        return True
    except OSError:
        return False
    return False
