"""Answers of indexes, kept in an SQLite file: what was asked once is not asked again, whatever ends the audit."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from exams.errors import InputError

SCHEMA = "create table if not exists answer (key text primary key, address text, asked text, answer text, at text)"
BUSY_SECONDS = 30.0
LEFT_OUT = ("latency", "token_ids", "tokens")  # of an answer: no use here, and much room


class KeptAnswers:
    """Get and put; a put is on the disk before it returns. A damaged file is set aside and told, never an end."""

    def __init__(self, path: Path, tell: Callable[[str], None] = lambda line: None) -> None:
        self.path, self._tell = path, tell
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"cannot keep answers here: {error.strerror}", where=path, hint="name another file by --index-answers"
            ) from None
        self._db = self._open()

    def get(self, address: str, asked: dict[str, Any]) -> tuple[dict[str, Any], str] | None:
        """(answer, when it was given), or None."""
        try:
            row = self._db.execute("select answer, at from answer where key = ?", (_key(address, asked),)).fetchone()
            answer = None if row is None else orjson.loads(row[0])
        except (sqlite3.DatabaseError, orjson.JSONDecodeError):
            self._set_aside()
            return None
        return (answer, str(row[1])) if isinstance(answer, dict) else None

    def put(self, address: str, asked: dict[str, Any], answer: dict[str, Any]) -> str:
        """Keep an answer; gives the time it is kept under."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        kept = {name: value for name, value in answer.items() if name not in LEFT_OUT}
        row = (_key(address, asked), address, orjson.dumps(asked).decode(), orjson.dumps(kept).decode(), at)
        try:
            self._db.execute("insert or replace into answer values (?, ?, ?, ?, ?)", row)
        except sqlite3.OperationalError as error:  # a full disk, a lock: the answer is used all the same
            self._tell(f"an index's answer cannot be kept in {self.path}: {error}")
        except sqlite3.DatabaseError:
            self._set_aside()
        return at

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _open(self) -> sqlite3.Connection:
        try:
            database = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        except sqlite3.OperationalError as error:
            hint = "name another file by --index-answers"
            raise InputError(f"cannot keep answers here: {error}", where=self.path, hint=hint) from None
        try:
            database.execute("pragma journal_mode = wal")
            database.execute("pragma synchronous = normal")  # a kill loses nothing; a power cut perhaps the last
            database.execute(SCHEMA)
            database.execute("select key, answer, at from answer limit 1").fetchone()
        except sqlite3.OperationalError as error:
            database.close()
            hint = "name another file by --index-answers"
            raise InputError(f"cannot keep answers here: {error}", where=self.path, hint=hint) from None
        except sqlite3.DatabaseError:
            database.close()
            return self._moved_away()
        return database

    def _set_aside(self) -> None:
        self._db.close()
        self._db = self._moved_away()

    def _moved_away(self) -> sqlite3.Connection:
        aside = self.path.with_name(f"{self.path.name}.damaged-{datetime.now(UTC):%Y-%m-%d-%H%M%S-%f}")
        self.path.replace(aside)
        for ending in ("-wal", "-shm"):
            with suppress(OSError):
                self.path.with_name(self.path.name + ending).unlink()
        self._tell(f"{self.path} is damaged: set aside as {aside.name}; its answers are asked for again")
        return self._open()


def _key(address: str, asked: dict[str, Any]) -> str:
    told = orjson.dumps([address, asked], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(told).hexdigest()
