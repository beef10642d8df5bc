"""Requests as the cache holds them: a text that many requests share (worked examples, a passage, a picture) once.

In a stored request {"sha": …} stands for such a text and {"joined": […]} for several put together; the texts are in a
table of their own by their SHA-256. Requests of earlier versions hold all of their text and are read as they are.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import orjson

from exams.prompts.message import Message
from examsim.models.request import Request

SHORTEST = 200  # characters; a shorter text costs no more than its name does
INSERT = "insert or ignore into shared (sha, text, at) values (?, ?, ?)"


def stored_request(request: Request) -> tuple[str, dict[str, str]]:
    """The request as JSON, and the shared texts that it names, by their SHA-256."""
    texts: dict[str, str] = {}
    messages = [_message(m, sent, texts) for m, sent in zip(request.messages, request.wire, strict=True)]
    body: dict[str, Any] = {"messages": messages, "params": dict(request.params), "draw": request.sample_index}
    if request.endpoint != "chat":
        body |= {"endpoint": request.endpoint, "split": request.split}
    if request.headers:
        body["headers"] = dict(request.headers)
    return orjson.dumps(body).decode(), texts


def whole_request(stored: str, texts: Mapping[str, str]) -> str:
    """The request with every text in its place; what has been lost is named. What is no request stays as it is."""
    if '"sha"' not in stored:
        return stored
    try:
        body = orjson.loads(stored)
    except orjson.JSONDecodeError:
        return stored
    if isinstance(body, dict) and "messages" in body:
        body["messages"] = _filled(body["messages"], texts)
    return orjson.dumps(body).decode()


def shared_texts(database: sqlite3.Connection) -> dict[str, str]:
    """All shared texts of a cache, by their SHA-256."""
    rows = database.execute("select sha, text from shared")
    return {_decoded(sha): _decoded(text) for sha, text in rows}


def forget_unused(database: sqlite3.Connection) -> None:
    """Take out the texts that no request names any more."""
    for (sha,) in database.execute("select sha from shared").fetchall():
        name = _decoded(sha)
        if database.execute("select 1 from reply where instr(request, ?) limit 1", (name,)).fetchone() is None:
            database.execute("delete from shared where sha = ?", (name,))


def readable_texts(rows: Iterator[tuple[bytes | str, ...]]) -> Iterator[tuple[str, str, str]]:
    """Of a damaged file's records those that are shared texts: the name proves the text."""
    for row in rows:
        if len(row) == 3:
            sha, text, at = map(_decoded, row)
            if sha == hashlib.sha256(text.encode()).hexdigest():
                yield sha, text, at


def _message(message: Message, sent: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    if isinstance(sent["content"], str):
        if not any(_is_shared(p.kind, p.text) for p in message.parts):
            return sent
        pieces = [_named(p.text, texts) if _is_shared(p.kind, p.text) else p.text for p in message.parts]
        return {**sent, "content": {"joined": pieces}}
    content: list[Any] = []
    for part, piece in zip(message.parts, sent["content"], strict=True):
        if part.kind == "image":
            piece = {**piece, "image_url": {"url": _named(piece["image_url"]["url"], texts)}}
        elif _is_shared(part.kind, part.text):
            piece = {**piece, "text": _named(part.text, texts)}
        content.append(piece)
    return {**sent, "content": content}


def _is_shared(kind: str, text: str) -> bool:
    return kind == "shared" and len(text) >= SHORTEST


def _named(text: str, texts: dict[str, str]) -> dict[str, str]:
    sha = _digest(text)
    texts[sha] = text
    return {"sha": sha}


@lru_cache(maxsize=64)
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _filled(value: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_filled(v, texts) for v in value]
    if isinstance(value, dict):
        if value.keys() == {"sha"}:
            return texts.get(value["sha"], f"[shared text {value['sha'][:12]}, which the cache has lost]")
        if value.keys() == {"joined"}:
            return "".join(str(_filled(v, texts)) for v in value["joined"])
        return {k: _filled(v, texts) for k, v in value.items()}
    return value


def _decoded(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
