"""A form: one set of questions for an exam, as a folder of `form.toml`, `questions.jsonl`, `images/`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, field_validator

from exams.anchor import Anchor
from exams.link import FormLink
from exams.question import Image, Passage, Question


class FormHead(BaseModel):
    """What is in `form.toml`. The canary is a random string by which leaks of our own text can be found."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    schema_: Literal[1] = Field(1, alias="schema", description="version of this file's layout")
    id: str = Field(pattern=r"^[^/\\\x00-\x1f\x7f]{1,200}$", description="name of the form; no path")
    exam: str | None = Field(None, description="exam it is for")
    title: str = Field(description="name for people")
    role: Literal["practice", "development", "imported", "official"] = Field(
        "imported",
        description="what it is for: to be sat, to show worked examples, brought by a user, or the real exam's own",
    )
    licence: str = Field("", description="licence of the questions, by its SPDX id")
    source: str = Field("", description="where the questions come from")
    written: str = Field("", description="when they were written")
    canary: str = Field("", description="a random string by which leaks of our own text can be found")
    note: str = Field("", description="what a reader must know")
    alike: bool = Field(False, description="drawn from one pattern: that questions are nearly the same is meant")
    language: str = Field("", description="of the questions, BCP 47; '' = the exam's")
    translation_of: str = Field("", description="id of the form whose questions these are in another language")
    translated_by: str = Field("", description="who translated: 'people', 'Azure Translate'")

    @field_validator("id")
    @classmethod
    def _is_a_name(cls, value: str) -> str:
        if value.strip(". ") == "":
            raise ValueError("not a name")
        return value


@dataclass(frozen=True)
class Form:
    """Questions in the order they are asked, the passages they share, where the pictures are, graded anchors.

    `link`: how hard it is beside the real exam, where it carries a `link.toml`.
    """

    head: FormHead
    questions: tuple[Question, ...] = field(repr=False)
    passages: dict[str, Passage] = field(repr=False)
    folder: Path
    link: FormLink | None = None
    anchors: tuple[Anchor, ...] = field(default=(), repr=False)

    @property
    def id(self) -> str:
        """Name of the form; `content_hash` is its identity."""
        return self.head.id

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over what a candidate is shown and what the key says; not over dates, notes or file layout."""
        digest = hashlib.sha256()
        hidden = {"written", "second_solve", "explanation", "difficulty", "topic", "source", "calculator"}
        for question in self.questions:
            later = {"matching": question.matching, "module": question.module}
            unset = {name for name, value in later.items() if not value}  # forms older than the field keep their hash
            left_out: dict[str, Any] = dict.fromkeys(hidden | unset, True)
            if not any(o.group for o in question.options):
                left_out["options"] = {"__all__": {"group"}}
            if question.rubric is not None and not question.rubric.checklist:
                left_out["rubric"] = {"checklist"}
            shown = question.model_dump(mode="json", exclude=left_out)
            digest.update(orjson.dumps(shown, option=orjson.OPT_SORT_KEYS))
        for passage in sorted(self.passages):
            digest.update(orjson.dumps(self.passages[passage].model_dump(mode="json"), option=orjson.OPT_SORT_KEYS))
        for name in sorted({i.file for i in self.images}):
            digest.update(name.encode() + hashlib.sha256(self.image_path(name).read_bytes()).digest())
        return digest.hexdigest()

    @property
    def images(self) -> tuple[Image, ...]:
        """All pictures of questions, their options, and passages."""
        own = (i for q in self.questions for i in q.all_images)
        return (*own, *(i for p in self.passages.values() for i in p.images))

    def image_path(self, name: str) -> Path:
        """Where the picture of that name lies."""
        return self.folder / "images" / name

    def passage_of(self, question: Question) -> Passage | None:
        """The passage a question leans on, or None."""
        return None if question.passage is None else self.passages[question.passage]

    def section_questions(self, section_id: str) -> tuple[Question, ...]:
        """The questions of one section, in order."""
        return tuple(q for q in self.questions if q.section == section_id)
