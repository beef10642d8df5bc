"""A question as it is in `questions.jsonl`, with what it leans on: options, passage, images."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from exams.rubric import Rubric

QuestionKind = Literal["multiple_choice", "multiple_select", "numeric", "short_answer", "free_response", "code"]
Matching = Literal["", "match", "includes", "fuzzy_match", "json_match", "spans", "vqa", "relaxed", "anls"]


class Image(BaseModel):
    """A picture in the form's `images/` folder. `transcription` says in words, objectively, what it shows."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    file: str = Field(pattern=r"^[^/\\\x00]+$", description="file name inside images/, never a path")
    transcription: str = Field("", description="what it shows, in words")


class Option(BaseModel):
    """One choice; `label` is what the key names ('A', 'B', …)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    label: str = Field(min_length=1, description="what the key names")
    text: str = Field("", description="what it says")
    images: tuple[Image, ...] = Field((), description="pictures of the option")
    group: str = Field("", description="several blanks: the blank that it is for, '(i)'; one option of each is right")


class Passage(BaseModel):
    """Text (and pictures) that several questions share: a cluster, for the interval of the score."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: str = Field(description="name by which questions refer to it")
    text: str = Field("", description="what it says")
    title: str = Field("", description="its title")
    images: tuple[Image, ...] = Field((), description="its pictures")


class KeyVerification(BaseModel):
    """What an independent solver answered without seeing the key."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    answer: tuple[str, ...] = Field(description="labels or values")
    by: str = Field(description="who solved it")
    on: date | None = Field(None, description="when")
    note: str = Field("", description="remarks")


class Question(BaseModel):
    """One question. `key` names option labels, or every accepted value or answer as text (numeric, short answer)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: str = Field(min_length=1, pattern=r"^[^\s/\\\x00-\x1f]+$", description="unique within the form")
    section: str = Field(description="id of a section of the exam")
    kind: QuestionKind = Field(description="what is asked for")
    stem: str = Field(description="the question")
    options: tuple[Option, ...] = Field((), description="the choices")
    key: tuple[str, ...] = Field(
        (), description="labels of the right options, or accepted values; spans: a line for each"
    )
    tolerance: float = Field(0.0, ge=0, description="numeric: largest accepted distance from a key value")
    matching: Matching = Field("", description="short answers: how a reply is compared with the accepted ones")
    passage: str | None = Field(None, description="id of the text it shares with others")
    images: tuple[Image, ...] = Field((), description="its pictures")
    points: float = Field(1.0, gt=0, description="points it is worth")
    part: str | None = Field(None, description="part of the section with its own weight or task type: 'dbq', 'issue'")
    module: str | None = Field(None, description="adaptive section: module of its `routing` that it belongs to")
    rubric: Rubric | None = Field(None, description="how a free response is graded")
    model_answer: str | None = Field(None, description="an answer that would get all points")
    explanation: str = Field("", description="why the key is right; shown in worked examples")
    topic: str = Field("", description="'contracts: parol evidence'")
    difficulty: Literal["easy", "medium", "hard", ""] = Field("", description="a guess by the writer")
    written: date | None = Field(None, description="day it was written or first published")
    calculator: bool | None = Field(None, description="whether one is allowed")
    second_solve: KeyVerification | None = Field(None, description="what an independent solver answered")
    source: str = Field("", description="where it comes from")
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
            if fault := self._group_fault():
                raise ValueError(fault)
        elif self.kind == "numeric":
            if not self.key:
                raise ValueError("the key is missing")
        elif self.kind == "short_answer" and not (self.key and self.matching):
            raise ValueError("a short answer needs accepted answers in `key`, and `matching`: how they are compared")
        elif self.kind == "free_response" and self.rubric and abs(self.rubric.max_points - self.points) > 1e-9:
            raise ValueError(f"points is {self.points:g} but the rubric gives {self.rubric.max_points:g}")
        if self.matching and self.kind != "short_answer":
            raise ValueError(f"`matching` is for short answers, not for a question of kind {self.kind}")
        return self

    def _group_fault(self) -> str:
        """What is wrong with the groups of the options; '' where nothing is, or where there are none."""
        of = {o.label: o.group for o in self.options}
        if not any(of.values()):
            return ""
        if self.kind != "multiple_select" or not all(of.values()):
            return "options for several blanks each name their `group`, in a question of kind multiple_select"
        if sorted(of[k] for k in self.key) != sorted(set(of.values())):
            return "the key must name one option of each group"
        return ""

    @property
    def all_images(self) -> tuple[Image, ...]:
        """Pictures of the stem, then of the options (a passage's are with the passage)."""
        return self.images + tuple(i for o in self.options for i in o.images)
