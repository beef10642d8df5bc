"""Questions that somebody looked over, and what the score is without the faulty ones."""

from __future__ import annotations

from pydantic import Field

from scoring.types.record import Record


class CheckedQuestion(Record):
    """One line of `known_faults.jsonl`: a question of the form that a published list judges."""

    question: str
    list: str = Field(description="id of the list")
    kind: str = Field(description="the list's verdict in its own word: 'ok', 'wrong_groundtruth'")
    faulty: bool = Field(description="whether the verdict means that something is wrong with the question")
    source: str = Field("", description="who looked, and how")


class Faults(Record):
    """What is known of a form's faulty questions, beside the score without them."""

    lists: tuple[str, ...]
    checked: int = Field(description="questions of the form that a list judges; the others are taken as sound")
    faulty: tuple[str, ...] = Field(description="ids of the questions left out")
    kinds: dict[str, int] = Field(default_factory=dict, description="faulty questions by the list's verdict")
    by_section: dict[str, int] = Field(default_factory=dict, description="faulty questions by section")
    sources: tuple[str, ...] = ()
    percent_sound: float | None = Field(None, description="percent right of the questions judged sound, by question")
    percent_faulty: float | None = Field(None, description="percent right of those judged faulty, by question")
