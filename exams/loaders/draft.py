"""What a reader makes of one question before it becomes part of a form: ids, passages and pictures are still loose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exams.question import QuestionKind


@dataclass(frozen=True)
class Picture:
    """A picture by content: bytes as they were embedded, or the file that holds them."""

    name: str
    data: bytes | Path
    transcription: str = ""


@dataclass(frozen=True)
class DraftOption:
    """One choice. An empty label becomes the letter of its position."""

    text: str
    label: str = ""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class DraftPassage:
    """Text that several drafts share; equal passages become one."""

    text: str
    title: str = ""
    id: str = ""
    pictures: tuple[Picture, ...] = ()


def choice_kind(several: bool) -> QuestionKind:
    """Multiple select where more than one option may have to be named, else multiple choice."""
    return "multiple_select" if several else "multiple_choice"


@dataclass(frozen=True)
class Draft:
    """One question as read. `key` names labels, or accepted values of a numeric question.

    `more` holds any other field of `exams.question.Question` by its name; `place` says where in the file it stands
    when there is no line ('record 12'). `given` is the whole record that was read, every text of which has to end in
    the question or be told; `meant` names the fields whose meaning was taken, though not their words ('true' → a key);
    `one_picture`: a single picture shows all that the text numbers (`<image2>`);
    `again`: what its reader needs to make another question of the same record, once the exam is known;
    `remarks` are said of the whole file, with how many questions they hold for.
    """

    stem: str
    kind: QuestionKind = "multiple_choice"
    options: tuple[DraftOption, ...] = ()
    key: tuple[str, ...] = ()
    id: str = ""
    section: str = ""
    passage: DraftPassage | None = None
    pictures: tuple[Picture, ...] = ()
    points: float = 1.0
    explanation: str = ""
    topic: str = ""
    model_answer: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
    place: str = ""
    given: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    meant: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    one_picture: bool = field(default=False, compare=False, repr=False)
    remarks: tuple[str, ...] = field(default=(), compare=False, repr=False)
    again: Any = field(default=None, compare=False, repr=False)
