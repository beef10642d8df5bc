"""Every reply that was paid for, in one SQLite file: key of the request → request, reply. No expiry."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import orjson

from exams.errors import InputError
from examsim.models.request import Reply, Request

_SCHEMA = """
create table if not exists reply (
    key text primary key,
    model text not null,
    server text not null,
    request text not null,
    reply text not null,
    at text not null
) without rowid
"""


class AnswerCache:
    """Get and put replies. A put is on disk before it returns, so a kill loses only calls under way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = normal")
            self._db.execute(_SCHEMA)
        except (sqlite3.Error, OSError) as error:
            raise InputError(
                f"the answer cache cannot be opened: {error}", where=path, hint="choose another file with --cache"
            ) from None

    def get(self, request: Request, server: str) -> tuple[Reply, bool] | None:
        """The stored reply, and whether it came from the same server; None if this was never asked."""
        row = self._db.execute("select reply, server from reply where key = ?", (request.key,)).fetchone()
        if row is None:
            return None
        stored = orjson.loads(row[0])
        return Reply(**{**stored, "dropped": tuple(stored["dropped"])}), row[1] == server

    def put(self, request: Request, reply: Reply, server: str) -> None:
        """Store a reply."""
        body = {"messages": request.wire, "params": dict(request.params), "draw": request.draw}
        try:
            self._db.execute(
                "insert or replace into reply values (?, ?, ?, ?, ?, ?)",
                (
                    request.key,
                    request.model,
                    server,
                    orjson.dumps(body).decode(),
                    orjson.dumps(asdict(reply)).decode(),
                    datetime.now(UTC).isoformat(timespec="seconds"),
                ),
            )
        except sqlite3.Error as error:
            raise InputError(
                f"the answer cache cannot be written: {error}", where=self.path, hint="free some disk space, then rerun"
            ) from None

    def count(self) -> int:
        """How many replies are stored."""
        return int(self._db.execute("select count(*) from reply").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._db.close()
