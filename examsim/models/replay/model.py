"""Answers got elsewhere, from a JSONL file: one object a line with the question's id and what was answered.

{"question": "mbe-01", "answer": "C"}            a choice, several labels, or a number
{"question": "mee-1", "text": "The court …"}     a reply to be read like any model's; "truncated": true if it was cut
{"replay": "examsim.replay/1", "model": "…"}     first line, if any: whose answers these are (`ReplayHead`)

A line may hold the "grade" that its text was given (`RecordedGrade`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from examsim.models.replay.file import RecordedAnswer, read_replay
from examsim.models.request import ContextTooLong, FinishReason, Reply, Request

_UNANSWERED: dict[str, FinishReason] = {
    "blank": "blank",
    "refused": "refusal",
    "missing": "missing",
    "failed": "missing",  # the server failed: nothing is known of what the model would have said
    "truncated": "length",
}


class Replay:
    """A model that says what the file says. `answers.jsonl` of an earlier run is such a file too."""

    def __init__(self, path: Path) -> None:
        self.file = read_replay(path)
        self.name = self.file.head.model if self.file.head else f"replay:{path.name}"

    async def __call__(self, request: Request) -> Reply:
        """The line for this question; finish 'missing' where the file has none. ContextTooLong where it says so."""
        found = self.file.answers.get(request.metadata.question)
        return Reply("", finish="missing") if found is None else _reply(found)


def _reply(found: RecordedAnswer) -> Reply:
    record: dict[str, Any] = found.record
    given = record.get("answer", record.get("choice"))
    text = str(record.get("text") or record.get("response") or "")
    status = str(record.get("status", ""))
    if status == "too_long":
        raise ContextTooLong(str(record.get("note") or "the question did not fit the model's context"))
    finish = _UNANSWERED.get(status, "length" if record.get("truncated") is True else "stop")
    if given and status not in _UNANSWERED:
        chosen = ", ".join(str(g) for g in given) if isinstance(given, list) else str(given)
        # a program or an essay is the reply itself: a fence after "ANSWER: " on its line would be no fence any more
        whole = "\n" in chosen.strip() or chosen.lstrip().startswith(("```", "~~~"))
        text = f"{text}\n{chosen if whole else f'ANSWER: {chosen}'}".strip()
    return Reply(
        text, finish, reasoning=str(record.get("reasoning") or ""), tools_used=record.get("tools_used") is True
    )
