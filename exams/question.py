"""A question as it stands in `questions.jsonl`, with what it leans on: options, passage, images."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from exams.rubric import Rubric

QuestionKind = Literal["multiple_choice", "multiple_select", "numeric", "free_response", "code"]


class Image(BaseModel):
    """A picture in the form's `images/` folder. `transcription` says in words, objectively, what it shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = Field(pattern=r"^[^/\\\x00]+$", description="file name inside images/, never a path")
    transcription: str = ""


class Option(BaseModel):
    """One choice; `label` is what the key names ('A', 'B', …)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str = Field(min_length=1)
    text: str = ""
    images: tuple[Image, ...] = ()


class Passage(BaseModel):
    """Text (and pictures) that several questions share: a cluster, for the interval of the score."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str = ""
    title: str = ""
    images: tuple[Image, ...] = ()


class KeyVerification(BaseModel):
    """What an independent solver answered without seeing the key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: tuple[str, ...]
    by: str
    on: date | None = None
    note: str = ""


class Question(BaseModel):
    """One question. `key` names option labels, or for numeric questions every accepted value as text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1, pattern=r"^[^\s/\\\x00-\x1f]+$")
    section: str
    kind: QuestionKind
    stem: str
    options: tuple[Option, ...] = ()
    key: tuple[str, ...] = ()
    tolerance: float = Field(0.0, ge=0, description="numeric: largest accepted distance from a key value")
    passage: str | None = None
    images: tuple[Image, ...] = ()
    points: float = Field(1.0, gt=0)
    part: str | None = Field(None, description="part of the section with its own weight or task type: 'dbq', 'issue'")
    rubric: Rubric | None = None
    model_answer: str | None = None
    explanation: str = ""
    topic: str = ""
    difficulty: Literal["easy", "medium", "hard", ""] = ""
    written: date | None = Field(None, description="day it was written or first published")
    calculator: bool | None = None
    second_solve: KeyVerification | None = None
    source: str = ""
    program: dict[str, object] | None = Field(None, description="code questions: signature, limits, tests")

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        labels = [o.label for o in self.options]
        if self.kind in ("multiple_choice", "multiple_select"):
            if len(labels) < 2:
                raise ValueError("a multiple-choice question needs at least two options")
            if len(set(labels)) != len(labels):
                raise ValueError("two options share a label")
            if not self.key:
                raise ValueError("the key is missing")
            stray = [k for k in self.key if k not in labels]
            if stray:
                raise ValueError(f"the key {stray[0]!r} is not one of the options {', '.join(labels)}")
        elif self.kind == "numeric":
            if not self.key:
                raise ValueError("the key is missing")
        elif self.kind == "free_response" and self.rubric and abs(self.rubric.max_points - self.points) > 1e-9:
            raise ValueError(f"points is {self.points:g} but the rubric gives {self.rubric.max_points:g}")
        return self

    @property
    def all_images(self) -> tuple[Image, ...]:
        """Pictures of the stem, then of the options (a passage's stand with the passage)."""
        return self.images + tuple(i for o in self.options for i in o.images)
