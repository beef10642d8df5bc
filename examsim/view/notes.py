"""Notes of readers on questions: a line each in a run's `notes.jsonl`, added and never changed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from exams.files.json_records import append_line
from examsim.view.run_list import NOTES

LONGEST = 4_000  # characters of one note


class Note(BaseModel):
    """One note on one question."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    question: str = Field(min_length=1, max_length=400)
    text: str = Field(min_length=1, max_length=LONGEST)
    by: str = Field("", max_length=80, description="who wrote it; '' if nobody says")
    at: str = Field("", max_length=40, description="when, UTC")


def add_note(folder: Path, question: str, text: str, by: str) -> Note:
    """Add a note. ValidationError if it is empty or too long; OSError where it can't be written."""
    note = Note(question=question, text=text.strip(), by=by.strip(), at=datetime.now(UTC).isoformat(timespec="seconds"))
    append_line(folder / NOTES, note)
    return note


def read_notes(folder: Path) -> dict[str, tuple[Note, ...]]:
    """Notes by question, oldest first. A line that is no note, or is half written, is passed over."""
    found: dict[str, tuple[Note, ...]] = {}
    with suppress(FileNotFoundError), (folder / NOTES).open("rb") as file:
        for line in file:
            with suppress(ValidationError):
                note = Note.model_validate_json(line)
                found[note.question] = (*found.get(note.question, ()), note)
    return found
