"""One person's sheet: one line of `sheets.jsonl` in the folder of those who sat a form."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoring.types.record import Record

Consent = Literal["yes", "unknown"]  # without consent nothing is kept


class Sheet(Record):
    """What one person answered. `points` where a table gives points (IRW) and not answers: shares of a question's."""

    id: str = Field(min_length=1, max_length=200)
    form_hash: str
    consent: Consent = "unknown"
    source: str = Field("", description="name of the file that it came from")
    date: str = ""
    answers: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="question → labels, or the text alone; empty: left blank"
    )
    points: dict[str, float] = Field(default_factory=dict, description="question → share of its points, 0 to 1")
    not_asked: tuple[str, ...] = Field((), description="adaptive exams: questions of the modules that were not sat")
    seconds: dict[str, float] = Field(default_factory=dict, description="section → seconds spent")
