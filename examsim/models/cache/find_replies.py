"""Which stored replies belong to a run's questions: by the question's own words in the request that was sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from exams.question import Question
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.cache.record import reply_from_record

KNOWN_BY = 300  # characters of a stem


@dataclass(frozen=True)
class StoredReply:
    """One reply with what it answers."""

    key: str
    model: str
    server: str
    question: str
    at: str
    finish: str
    text: str
    request: str


def stored_replies(cache: AnswerCache, model: str | None = None, question: str | None = None) -> Iterator[StoredReply]:
    """Replies in the order in which they came, of one model or question where named."""
    where, values = ["1"], []
    for column, value in (("model", model), ("question", question)):
        if value is not None:
            where.append(f"{column} = ?")
            values.append(value)
    for row in cache.rows(" and ".join(where), tuple(values)):
        reply = reply_from_record(row["reply"])
        finish, text = (reply.finish, reply.text) if reply else ("unreadable", "")
        yield StoredReply(
            *(row["key"], row["model"], row["server"], row["question"], row["at"], str(finish), text, row["request"])
        )


def of_questions(
    replies: Iterator[StoredReply], questions: Sequence[Question]
) -> Iterator[tuple[Question, StoredReply]]:
    """The replies to some questions, with each its question."""
    for reply in replies:
        asked = _words(reply.request)
        for question in questions:
            if reply.question in ("", question.id) and question.stem.strip()[:KNOWN_BY] in asked:
                yield question, reply
                break


def _words(request: str) -> str:
    """All text of a request."""
    try:
        body = orjson.loads(request)
    except orjson.JSONDecodeError:
        return ""
    return "\n".join(_texts(body.get("messages") if isinstance(body, dict) else None))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        elif isinstance(value.get("content"), str):
            yield value["content"]
        else:
            yield from _texts(value.get("content"))
