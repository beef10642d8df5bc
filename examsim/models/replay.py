"""Answers got elsewhere, from a JSONL file: one object a line with the question's id and what was answered.

{"question": "mbe-01", "answer": "C"}            a choice, several labels, or a number
{"question": "mee-1", "text": "The court …"}     a reply to be read like any model's
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from exams.errors import InputError
from exams.files.regular_file import read_bytes
from examsim.models.request import Reply, Request


class Replay:
    """A model that says what the file says. `answers.jsonl` of an earlier run is such a file too."""

    def __init__(self, path: Path) -> None:
        self.name = f"replay:{path.name}"
        self._answers = _read(path)

    async def __call__(self, request: Request) -> Reply:
        """The line for this question; finish 'missing' where the file has none."""
        if request.metadata.question not in self._answers:
            return Reply("", finish="missing")
        return self._answers[request.metadata.question]


def _read(path: Path) -> dict[str, Reply]:
    answers: dict[str, Reply] = {}
    try:
        lines = read_bytes(path).splitlines()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path, hint="replay:FILE names a file") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise InputError(f"not JSON: {error}", where=path, line=number, hint="one object a line") from None
        name = record.get("question", record.get("id")) if isinstance(record, dict) else None
        if not isinstance(name, str):
            raise InputError(
                'no question id: the line needs "question": "…"', where=path, line=number, hint="add the id"
            )
        if name in answers:
            raise InputError(f"question {name!r} is answered twice", where=path, line=number, hint="remove one line")
        answers[name] = _reply(record)
    if not answers:
        raise InputError("holds no answer", where=path, hint='one object a line: {"question": "…", "answer": "C"}')
    return answers


def _reply(record: dict[str, Any]) -> Reply:
    given = record.get("answer", record.get("choice"))
    text = record.get("text") or record.get("response") or ""
    if record.get("status") in ("blank", "refused"):
        return Reply(str(text), finish="blank" if record["status"] == "blank" else "refusal")
    if given:
        chosen = ", ".join(str(g) for g in given) if isinstance(given, list) else str(given)
        return Reply(f"{text}\nANSWER: {chosen}".strip())
    return Reply(str(text))
